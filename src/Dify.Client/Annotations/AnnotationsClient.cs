using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Annotations;

/// <summary>The annotations of a chat app (modes <c>chat</c>, <c>agent-chat</c> and <c>advanced-chat</c>).</summary>
public sealed class AnnotationsClient
{
    private readonly HttpTransport _transport;

    internal AnnotationsClient(HttpTransport transport) => _transport = transport;

    /// <summary>Lists annotations: <c>GET /apps/annotations</c>, page by page as far as somebody reads.</summary>
    /// <param name="keyword">Only those with this in their question or answer; all when null.</param>
    /// <param name="first">The most to give; all when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The annotations.</returns>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public IAsyncEnumerable<Annotation> ListAsync(string? keyword = null, int? first = null, CancellationToken cancellationToken = default)
    {
        Route route = "/apps/annotations";
        return Pages.ByNumberAsync(
            _transport,
            string.IsNullOrEmpty(keyword) ? route : route.With("keyword", keyword!),
            AnnotationJson.Default.Annotation,
            first,
            cancellationToken
        );
    }

    /// <summary>Adds an annotation: <c>POST /apps/annotations</c>.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">The answer to give to it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The annotation.</returns>
    /// <exception cref="ArgumentException">The question or the answer is empty; nothing was sent.</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<Annotation> AddAsync(string question, string answer, CancellationToken cancellationToken = default) =>
        _transport.SendRecordAsync(
            JsonBody.Request(HttpMethod.Post, "/apps/annotations", BodyOf(question, answer), AnnotationRequestJson.Default.AnnotationBody),
            AnnotationJson.Default.Annotation,
            cancellationToken
        );

    /// <summary>Changes an annotation: <c>PUT /apps/annotations/{annotation_id}</c>.</summary>
    /// <param name="annotationId">The annotation.</param>
    /// <param name="question">The question it is to have.</param>
    /// <param name="answer">The answer it is to have.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The annotation as it is now.</returns>
    /// <exception cref="ArgumentException">The id, the question or the answer is empty; nothing was sent.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 404 <c>not_found</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<Annotation> UpdateAsync(
        string annotationId,
        string question,
        string answer,
        CancellationToken cancellationToken = default
    ) =>
        _transport.SendRecordAsync(
            JsonBody.Request(
                HttpMethod.Put,
                Route.Of("/apps/annotations/{annotation_id}", annotationId),
                BodyOf(question, answer),
                AnnotationRequestJson.Default.AnnotationBody
            ),
            AnnotationJson.Default.Annotation,
            cancellationToken
        );

    /// <summary>Deletes an annotation and the history of its hits: <c>DELETE /apps/annotations/{annotation_id}</c>.</summary>
    /// <param name="annotationId">The annotation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when it is gone.</returns>
    /// <exception cref="ArgumentException">The id is empty; nothing was sent.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 404 <c>not_found</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task DeleteAsync(string annotationId, CancellationToken cancellationToken = default) =>
        _transport.DeleteAsync(Route.Of("/apps/annotations/{annotation_id}", annotationId), null, cancellationToken);

    /// <summary>
    /// Begins to switch the annotation reply on: <c>POST /apps/annotation-reply/{action}</c>, action <c>enable</c>. The job
    /// goes on by itself; see <see cref="GetEnableJobAsync"/>.
    /// </summary>
    /// <param name="settings">How questions are compared.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="ArgumentException">A setting is missing or out of range; nothing was sent.</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<AnnotationReplyJob> EnableReplyAsync(AnnotationReplySettings settings, CancellationToken cancellationToken = default) =>
        ConfigureAsync("enable", settings, cancellationToken);

    /// <summary>
    /// Begins to switch the annotation reply off: <c>POST /apps/annotation-reply/{action}</c>, action <c>disable</c>. The
    /// settings mean nothing then, but Dify wants them all the same.
    /// </summary>
    /// <param name="settings">Settings that Dify takes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="ArgumentException">A setting is missing or out of range; nothing was sent.</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<AnnotationReplyJob> DisableReplyAsync(AnnotationReplySettings settings, CancellationToken cancellationToken = default) =>
        ConfigureAsync("disable", settings, cancellationToken);

    /// <summary>How a job of <see cref="EnableReplyAsync"/> stands: <c>GET /apps/annotation-reply/{action}/status/{job_id}</c>.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The job as it is now.</returns>
    /// <exception cref="ArgumentException">The id is empty; nothing was sent.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 400 <c>invalid_param</c>: there is no such job.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<AnnotationReplyJob> GetEnableJobAsync(string jobId, CancellationToken cancellationToken = default) =>
        GetJobAsync("enable", jobId, cancellationToken);

    /// <summary>How a job of <see cref="DisableReplyAsync"/> stands: <c>GET /apps/annotation-reply/{action}/status/{job_id}</c>.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The job as it is now.</returns>
    /// <exception cref="ArgumentException">The id is empty; nothing was sent.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 400 <c>invalid_param</c>: there is no such job.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<AnnotationReplyJob> GetDisableJobAsync(string jobId, CancellationToken cancellationToken = default) =>
        GetJobAsync("disable", jobId, cancellationToken);

    private static AnnotationBody BodyOf(string question, string answer)
    {
        RequireText(question, Strings.AnnotationQuestionMissing, nameof(question));
        RequireText(answer, Strings.AnnotationAnswerMissing, nameof(answer));
        return new AnnotationBody { Question = question, Answer = answer };
    }

    private static void RequireText(string text, string otherwise, string parameter)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new ArgumentException(otherwise, parameter);
    }

    private Task<AnnotationReplyJob> ConfigureAsync(string action, AnnotationReplySettings settings, CancellationToken cancellationToken)
    {
        if ((settings ?? throw new ArgumentNullException(nameof(settings))).ScoreThreshold is not (>= 0 and <= 1))
            throw new ArgumentException(Strings.AnnotationScoreOutOfRange, nameof(settings));

        RequireText(settings.EmbeddingProvider, Strings.AnnotationProviderMissing, nameof(settings));
        RequireText(settings.EmbeddingModel, Strings.AnnotationModelMissing, nameof(settings));
        var body = new AnnotationReplyBody
        {
            ScoreThreshold = settings.ScoreThreshold,
            EmbeddingProviderName = settings.EmbeddingProvider,
            EmbeddingModelName = settings.EmbeddingModel,
        };
        var call = JsonBody.Request(
            HttpMethod.Post,
            Route.Of("/apps/annotation-reply/{action}", action),
            body,
            AnnotationRequestJson.Default.AnnotationReplyBody
        );
        return _transport.SendRecordAsync(call, AnnotationJson.Default.AnnotationReplyJob, cancellationToken);
    }

    private Task<AnnotationReplyJob> GetJobAsync(string action, string jobId, CancellationToken cancellationToken) =>
        _transport.SendRecordAsync(
            new ApiRequest(HttpMethod.Get, Route.Of("/apps/annotation-reply/{action}/status/{job_id}", action, jobId)),
            AnnotationJson.Default.AnnotationReplyJob,
            cancellationToken
        );
}

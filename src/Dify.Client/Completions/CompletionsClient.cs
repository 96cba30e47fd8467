using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Completions;

/// <summary>Has a text generator (mode <c>completion</c>) write.</summary>
public sealed class CompletionsClient
{
    private readonly HttpTransport _transport;

    internal CompletionsClient(HttpTransport transport) => _transport = transport;

    /// <summary>
    /// Asks for a text and gives the events as they come: <c>POST /completion-messages</c>. An <c>error</c> event is given,
    /// then thrown. Leaving the enumeration early closes the connection but does not stop the task: see
    /// <see cref="StopAsync"/>.
    /// </summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The events, without pings.</returns>
    /// <exception cref="ArgumentException">Something in the request cannot be sent; nothing was.</exception>
    /// <exception cref="DifyApiException">Dify refuses, by status or by an <c>error</c> event.</exception>
    /// <exception cref="DifyConnectionException">No stream came about.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end.</exception>
    public IAsyncEnumerable<DifyEvent> StreamAsync(CompletionRequest request, CancellationToken cancellationToken = default) =>
        EventStream.SendAsync(_transport, (request ?? throw new ArgumentNullException(nameof(request))).ToCall(), cancellationToken);

    /// <summary>Asks for a text and collects it: <c>POST /completion-messages</c>. The reply has no conversation.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="onEvent">Sees each event as it comes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ArgumentException">Something in the request cannot be sent; nothing was.</exception>
    /// <exception cref="DifyApiException">Dify refuses, by status or by an <c>error</c> event.</exception>
    /// <exception cref="DifyConnectionException">No stream came about.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end; what had arrived is in <see
    /// cref="DifyException.PartialReply"/>.</exception>
    public Task<ChatReply> SendAsync(
        CompletionRequest request,
        Action<DifyEvent>? onEvent = null,
        CancellationToken cancellationToken = default
    ) =>
        new RunCollector<ChatReply>(
            _transport,
            new ChatReplyBuilder(new ReplySize(new StreamOrigin(_transport, "POST /completion-messages"))),
            (request ?? throw new ArgumentNullException(nameof(request))).User,
            onEvent
        ).RunAsync(StreamAsync(request, cancellationToken), cancellationToken);

    /// <summary>
    /// Stops a text under way: <c>POST /completion-messages/{task_id}/stop</c>. With another user than the request's, Dify
    /// does nothing and says it did.
    /// </summary>
    /// <param name="taskId">The task, which every event names.</param>
    /// <param name="user">Who asked for the text.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when Dify has heard it.</returns>
    /// <exception cref="ArgumentException">The task or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task StopAsync(string taskId, string user, CancellationToken cancellationToken = default) =>
        RunRoutes.StopAsync(_transport, "/completion-messages/{task_id}/stop", taskId, user, cancellationToken);
}

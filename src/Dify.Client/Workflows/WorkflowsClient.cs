using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Workflows;

/// <summary>Runs workflows (mode <c>workflow</c>), and knows the runs of workflows and chatflows.</summary>
public sealed class WorkflowsClient
{
    private readonly HttpTransport _transport;

    internal WorkflowsClient(HttpTransport transport) => _transport = transport;

    /// <summary>
    /// Runs the workflow and gives the events as they come: <c>POST /workflows/run</c>, or of a certain version
    /// <c>POST /workflows/{workflow_id}/run</c>. An <c>error</c> event is given, then thrown. Leaving the enumeration early
    /// closes the connection but does not stop the run: see <see cref="StopAsync"/>.
    /// </summary>
    /// <param name="request">The run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The events, without pings.</returns>
    /// <exception cref="ArgumentException">Something in the request cannot be sent; nothing was.</exception>
    /// <exception cref="DifyApiException">Dify refuses, by status or by an <c>error</c> event.</exception>
    /// <exception cref="DifyConnectionException">No stream came about.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end.</exception>
    public IAsyncEnumerable<DifyEvent> StreamAsync(WorkflowRequest request, CancellationToken cancellationToken = default) =>
        EventStream.SendAsync(_transport, (request ?? throw new ArgumentNullException(nameof(request))).ToCall(), cancellationToken);

    /// <summary>
    /// Runs the workflow and collects its result: <c>POST /workflows/run</c>. A stream that breaks is followed by the run's
    /// id. A run that fails is a result whose status says so; any other <c>error</c> event is thrown.
    /// </summary>
    /// <param name="request">The run.</param>
    /// <param name="onEvent">Sees each event as it comes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The result, up to the run's end or its first pause.</returns>
    /// <exception cref="ArgumentException">Something in the request cannot be sent; nothing was.</exception>
    /// <exception cref="DifyApiException">Dify refuses, by status or by an <c>error</c> event.</exception>
    /// <exception cref="DifyConnectionException">No stream came about.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end; what had arrived is in <see
    /// cref="DifyException.PartialResult"/>.</exception>
    public Task<WorkflowResult> RunAsync(
        WorkflowRequest request,
        Action<DifyEvent>? onEvent = null,
        CancellationToken cancellationToken = default
    ) =>
        new RunCollector<WorkflowResult>(
            _transport,
            new WorkflowResultBuilder(new ReplySize(new StreamOrigin(_transport, "POST /workflows/run"))),
            (request ?? throw new ArgumentNullException(nameof(request))).User,
            onEvent
        ).RunAsync(StreamAsync(request, cancellationToken), cancellationToken);

    /// <summary>
    /// Follows a run, after a pause or from another process, and collects its result:
    /// <c>GET /workflow/{workflow_run_id}/events</c> with what its nodes have done so far.
    /// </summary>
    /// <param name="workflowRunId">The run.</param>
    /// <param name="user">Who began it.</param>
    /// <param name="answeredForm">The token of a form that was just submitted, whose pause is over even if Dify still tells of it.</param>
    /// <param name="onEvent">Sees each event as it comes.</param>
    /// <param name="cancellationToken">Stops listening; the run goes on.</param>
    /// <returns>The result, up to the run's end or its next pause.</returns>
    /// <exception cref="ArgumentException">The run or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses, by status (404: no such run of this user) or by an <c>error</c> event.</exception>
    /// <exception cref="DifyConnectionException">No stream came about.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end.</exception>
    public Task<WorkflowResult> FollowAsync(
        string workflowRunId,
        string user,
        string? answeredForm = null,
        Action<DifyEvent>? onEvent = null,
        CancellationToken cancellationToken = default
    ) =>
        new RunCollector<WorkflowResult>(_transport, new WorkflowResultBuilder(RunRoutes.SizeOf(_transport)), user, onEvent).JoinAsync(
            workflowRunId,
            answeredForm,
            cancellationToken
        );

    /// <summary>
    /// Gives the events of a run from now on: <c>GET /workflow/{workflow_run_id}/events</c>. Of a run that is over, only
    /// <c>workflow_finished</c>.
    /// </summary>
    /// <param name="workflowRunId">The run.</param>
    /// <param name="user">Who began it.</param>
    /// <param name="includeStateSnapshot">Whether the nodes' events so far come first.</param>
    /// <param name="continueOnPause">Whether the stream stays open when the run pauses.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The events, without pings.</returns>
    /// <exception cref="ArgumentException">The run or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses, by status (404: no such run of this user) or by an <c>error</c> event.</exception>
    /// <exception cref="DifyConnectionException">No stream came about.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end.</exception>
    public async IAsyncEnumerable<DifyEvent> ReceiveAsync(
        string workflowRunId,
        string user,
        bool includeStateSnapshot = false,
        bool continueOnPause = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (
            var item in RunRoutes
                .Events(_transport, workflowRunId, user, includeStateSnapshot, continueOnPause, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            yield return item;

            // Dify leaves the stream open over a pause that it began with.
            if (item is WorkflowPausedEvent && !continueOnPause)
                yield break;
        }
    }

    /// <summary>How a run stands: <c>GET /workflows/run/{workflow_run_id}</c>.</summary>
    /// <param name="workflowRunId">The run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentException">The run is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 404 <c>not_found</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<WorkflowRun> GetRunAsync(string workflowRunId, CancellationToken cancellationToken = default) =>
        RunRoutes.GetAsync(_transport, workflowRunId, cancellationToken);

    /// <summary>The app's past runs, the newest first, read page by page: <c>GET /workflows/logs</c>.</summary>
    /// <param name="filter">Which are wanted; all when null.</param>
    /// <param name="first">How many at the most; all when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The entries.</returns>
    /// <exception cref="DifyApiException">Dify refuses, such as with 400 <c>invalid_param</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public IAsyncEnumerable<WorkflowLogEntry> ListLogsAsync(
        WorkflowLogFilter? filter = null,
        int? first = null,
        CancellationToken cancellationToken = default
    )
    {
        Route route = "/workflows/logs";
        void Add(string name, string? value) => route = string.IsNullOrEmpty(value) ? route : route.With(name, value!);
        Add("keyword", filter?.Keyword);
        Add("status", filter?.Status);
        Add("created_at__after", Iso(filter?.After));
        Add("created_at__before", Iso(filter?.Before));
        Add("created_by_end_user_session_id", filter?.EndUserSessionId);
        Add("created_by_account", filter?.Account);
        return Pages.ByNumberAsync(_transport, route, WorkflowJson.Default.WorkflowLogEntry, first, cancellationToken);
    }

    /// <summary>
    /// Stops a run under way: <c>POST /workflows/tasks/{task_id}/stop</c>. With another user than the run's, Dify does
    /// nothing and says it did.
    /// </summary>
    /// <param name="taskId">The task, which every event names.</param>
    /// <param name="user">Who began the run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when Dify has heard it.</returns>
    /// <exception cref="ArgumentException">The task or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task StopAsync(string taskId, string user, CancellationToken cancellationToken = default) =>
        RunRoutes.StopAsync(_transport, "/workflows/tasks/{task_id}/stop", taskId, user, cancellationToken);

    private static string? Iso(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Chat;

/// <summary>Talks to a chat app (modes <c>chat</c>, <c>agent-chat</c>, <c>advanced-chat</c> and <c>agent</c>).</summary>
public sealed class ChatClient
{
    private readonly HttpTransport _transport;

    internal ChatClient(HttpTransport transport) => _transport = transport;

    /// <summary>
    /// Sends a message and gives the events of the reply as they come: <c>POST /chat-messages</c>. An <c>error</c> event is
    /// given, then thrown. Leaving the enumeration early closes the connection but does not stop the run: see
    /// <see cref="StopAsync"/>.
    /// </summary>
    /// <param name="request">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The events, without pings.</returns>
    /// <exception cref="ArgumentException">Something in the request cannot be sent; nothing was.</exception>
    /// <exception cref="DifyApiException">Dify refuses, by status or by an <c>error</c> event.</exception>
    /// <exception cref="DifyConnectionException">No stream came about.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end.</exception>
    public IAsyncEnumerable<DifyEvent> StreamAsync(ChatRequest request, CancellationToken cancellationToken = default) =>
        EventStream.SendAsync(_transport, (request ?? throw new ArgumentNullException(nameof(request))).ToCall(), cancellationToken);

    /// <summary>
    /// Gives the events of a chatflow's run from now on, after a pause or a lost connection:
    /// <c>GET /workflow/{workflow_run_id}/events</c>. Of a run that is over, only <c>workflow_finished</c>.
    /// </summary>
    /// <param name="workflowRunId">The run.</param>
    /// <param name="user">Who began it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The events, without pings.</returns>
    /// <exception cref="ArgumentException">The run or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses, by status (404: no such run of this user) or by an <c>error</c> event.</exception>
    /// <exception cref="DifyConnectionException">No stream came about.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end.</exception>
    public IAsyncEnumerable<DifyEvent> ResumeAsync(string workflowRunId, string user, CancellationToken cancellationToken = default) =>
        RunRoutes.Events(_transport, workflowRunId, user, cancellationToken: cancellationToken);

    /// <summary>
    /// Stops a reply under way: <c>POST /chat-messages/{task_id}/stop</c>. With another user than the message's, Dify does
    /// nothing and says it did.
    /// </summary>
    /// <param name="taskId">The task, which every event names.</param>
    /// <param name="user">Who sent the message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when Dify has heard it.</returns>
    /// <exception cref="ArgumentException">The task or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task StopAsync(string taskId, string user, CancellationToken cancellationToken = default) =>
        RunRoutes.StopAsync(_transport, "/chat-messages/{task_id}/stop", taskId, user, cancellationToken);

    /// <summary>
    /// Sends a message and collects the reply: <c>POST /chat-messages</c>. A chatflow's stream that breaks is resumed. A
    /// chatflow that fails is a reply whose status says so; any other <c>error</c> event is thrown.
    /// </summary>
    /// <param name="request">The message.</param>
    /// <param name="onEvent">Sees each event as it comes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reply.</returns>
    /// <exception cref="ArgumentException">Something in the request cannot be sent; nothing was.</exception>
    /// <exception cref="DifyApiException">Dify refuses, by status or by an <c>error</c> event.</exception>
    /// <exception cref="DifyConnectionException">No stream came about.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end; what had arrived is in <see
    /// cref="DifyException.PartialReply"/>.</exception>
    public Task<ChatReply> SendAsync(
        ChatRequest request,
        Action<DifyEvent>? onEvent = null,
        CancellationToken cancellationToken = default
    ) =>
        new RunCollector<ChatReply>(
            _transport,
            new ChatReplyBuilder(new ReplySize(new StreamOrigin(_transport, "POST /chat-messages"))),
            (request ?? throw new ArgumentNullException(nameof(request))).User,
            onEvent
        ).RunAsync(StreamAsync(request, cancellationToken), cancellationToken);

    /// <summary>
    /// Follows a chatflow's run, after a pause or from another process, and collects the reply:
    /// <c>GET /workflow/{workflow_run_id}/events</c>, and what was missed from <c>GET /workflows/run/{workflow_run_id}</c>.
    /// </summary>
    /// <param name="workflowRunId">The run.</param>
    /// <param name="user">Who began it.</param>
    /// <param name="answeredForm">The token of a form that was just submitted, whose pause is over even if Dify still tells of it.</param>
    /// <param name="onEvent">Sees each event as it comes.</param>
    /// <param name="cancellationToken">Stops listening; the run goes on.</param>
    /// <returns>The reply, up to the run's end or its next pause.</returns>
    /// <exception cref="ArgumentException">The run or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses, by status (404: no such run of this user) or by an <c>error</c> event.</exception>
    /// <exception cref="DifyConnectionException">No stream came about.</exception>
    /// <exception cref="DifyStreamException">The stream did not come to its end.</exception>
    public Task<ChatReply> FollowAsync(
        string workflowRunId,
        string user,
        string? answeredForm = null,
        Action<DifyEvent>? onEvent = null,
        CancellationToken cancellationToken = default
    ) =>
        new RunCollector<ChatReply>(_transport, new ChatReplyBuilder(RunRoutes.SizeOf(_transport)), user, onEvent).JoinAsync(
            workflowRunId,
            answeredForm,
            cancellationToken
        );

    /// <summary>The questions Dify suggests to ask after a message: <c>GET /messages/{message_id}/suggested</c>.</summary>
    /// <param name="messageId">The message.</param>
    /// <param name="user">Who sent it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The questions.</returns>
    /// <exception cref="ArgumentException">The message or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 400 <c>bad_request</c> (the app suggests none), 404 (no such message of this
    /// user).</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<IReadOnlyList<string>> GetSuggestedQuestionsAsync(
        string messageId,
        string user,
        CancellationToken cancellationToken = default
    )
    {
        JsonBody.CheckUser(user);
        var route = Route.Of("/messages/{message_id}/suggested", messageId).With("user", user);
        var page = await _transport.GetAsync(route, PageJson.Default.Page, cancellationToken).ConfigureAwait(false);
        return page.Data.Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).ToList();
    }
}

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Chat;

/// <summary>Sees one message through to its reply, over a broken stream where Dify lets it.</summary>
internal sealed class ChatCollector(ChatClient chat, HttpTransport transport, ChatRequest request, Action<DifyEvent>? onEvent)
{
    private readonly ChatReplyBuilder _reply = new();
    private readonly long _start = transport.Options.Clock.GetTimestamp();

    private TimeSpan Elapsed => transport.Options.Clock.GetElapsedTime(_start);

    public async Task<ChatReply> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CollectAsync(chat.StreamAsync(request, cancellationToken)).ConfigureAwait(false);
        }
        catch (DifyStreamException e) when (IsLost(e) && _reply.WorkflowRunId is not null && transport.Options.MaxRetries > 0)
        {
            await FollowAsync(e, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyStreamException e)
        {
            throw WithPartialReply(e);
        }

        return _reply.Build(Elapsed);
    }

    private static bool IsLost(DifyStreamException e) => e.Code is DifyStreamException.StreamBroken or DifyStreamException.StreamIdle;

    private async Task CollectAsync(IAsyncEnumerable<DifyEvent> events)
    {
        try
        {
            await foreach (var item in events.ConfigureAwait(false))
            {
                _reply.Add(item);
                onEvent?.Invoke(item);
            }
        }
        catch (DifyApiException e) when (e.FromStream)
        {
            // The run's own end has told of the failure already; the error behind it says the same.
            if (!_reply.IsWorkflowFailed)
            {
                e.PartialReply = _reply.Build(Elapsed);
                throw;
            }
        }
    }

    /// <summary>Follows the run from where it stands; the run goes on in Dify whether somebody listens or not.</summary>
    private async Task FollowAsync(DifyStreamException broken, CancellationToken cancellationToken)
    {
        _reply.Resume();
        for (var attempt = 0; ; attempt++)
        {
            var run = _reply.WorkflowRunId!;
            try
            {
                transport.Trace($"POST chat-messages: stream lost ({broken.Code}), following run {run} (try {attempt + 1} of {transport.Options.MaxRetries})");
                await CollectAsync(chat.ResumeAsync(run, request.User, cancellationToken)).ConfigureAwait(false);
                await FillGapsAsync(run, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DifyStreamException e) when (IsLost(e) && attempt + 1 < transport.Options.MaxRetries)
            {
                // A server that closes at once needs a moment more than one that broke by chance.
                await Waiting.DelayAsync(transport.Options.Clock, TimeSpan.FromSeconds(1 << Math.Min(attempt, 4)), cancellationToken).ConfigureAwait(false);
            }
            catch (DifyException e) when (e is not DifyApiException { FromStream: true })
            {
                throw WithPartialReply(broken);
            }
        }
    }

    /// <summary>What was said between the break and the resumption is in the run's outputs only.</summary>
    private async Task FillGapsAsync(string run, CancellationToken cancellationToken)
    {
        if (!_reply.MayHaveGaps)
        {
            return;
        }

        try
        {
            var detail = await transport.GetAsync(Route.Of("/workflows/run/{workflow_run_id}", run), DifyJson.Default.RunDetail, cancellationToken).ConfigureAwait(false);
            _reply.TakeOutputs(detail.Outputs);
        }
        catch (DifyException e)
        {
            // The reply says that it was resumed; nothing better is to be had.
            transport.Trace($"GET workflows/run/{{workflow_run_id}}: no outputs to complete the answer with ({e.Code})");
        }
    }

    private DifyStreamException WithPartialReply(DifyStreamException e)
    {
        if (IsLost(e))
        {
            _reply.MarkIncomplete();
        }

        var partial = _reply.Build(Elapsed);
        var where = partial.MessageId is null ? string.Empty
            : $" Dify may hold the whole as message {partial.MessageId} of conversation {partial.ConversationId}.";
        return new DifyStreamException($"{e.Message} {_reply.Length} characters of the answer had arrived.{where}", e.Code, e.Operation, e.InnerException)
        {
            PartialReply = partial,
        };
    }
}

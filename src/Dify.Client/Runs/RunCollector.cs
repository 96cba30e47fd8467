using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Runs;

/// <summary>Sees one run through to its result, over a broken stream where Dify lets it.</summary>
internal sealed class RunCollector<T>(HttpTransport transport, IRunBuilder<T> result, string user, Action<DifyEvent>? onEvent)
{
    private readonly long _start = transport.Options.Clock.GetTimestamp();
    private long? _lastEvent;

    private TimeSpan Elapsed => transport.Options.Clock.GetElapsedTime(_start);

    // A server may hold the stream open behind the last event; that is no part of the reply.
    private TimeSpan Taken => _lastEvent is { } last ? transport.Options.Clock.GetElapsedTime(_start, last) : Elapsed;

    /// <summary>Joins a run that is under way, paused or over.</summary>
    /// <param name="run">The run.</param>
    /// <param name="answeredForm">The token of a form that was just submitted: Dify may still tell of the pause that it ended.</param>
    /// <param name="cancellationToken">Stops listening.</param>
    public async Task<T> JoinAsync(string run, string? answeredForm, CancellationToken cancellationToken)
    {
        result.Join(run, answeredForm);
        return await CompleteAsync(RejoinAsync(run, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a new run's events to their end.</summary>
    public Task<T> RunAsync(IAsyncEnumerable<DifyEvent> events, CancellationToken cancellationToken) =>
        CompleteAsync(CollectAsync(events, leavesAtPause: false), cancellationToken);

    private async Task<T> CompleteAsync(Task collecting, CancellationToken cancellationToken)
    {
        try
        {
            await collecting.ConfigureAwait(false);
            if (result.IsEndMissing)
                await FindEndAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DifyStreamException e) when (IsLost(e) && result.WorkflowRunId is not null && transport.Options.MaxRetries > 0)
        {
            await FollowAsync(e, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyStreamException e)
        {
            throw WithPartial(e);
        }

        // What was said before a stream was joined is in the run's record only.
        if (result.MayHaveGaps && await FindAsync(result.WorkflowRunId!, cancellationToken).ConfigureAwait(false) is { } run)
            result.Take(run);

        return result.Build(Taken);
    }

    private static bool IsLost(DifyStreamException e) => e.Code is DifyStreamException.StreamBroken or DifyStreamException.StreamIdle;

    // Dify leaves a stream that was joined open over a pause that it began with: the pause is the end all the same, unless
    // it is the one that was just ended.
    private Task RejoinAsync(string run, CancellationToken cancellationToken) =>
        CollectAsync(
            RunRoutes.Events(transport, run, user, snapshot: true, continueOnPause: true, cancellationToken: cancellationToken),
            leavesAtPause: true
        );

    private async Task CollectAsync(IAsyncEnumerable<DifyEvent> events, bool leavesAtPause)
    {
        try
        {
            await foreach (var item in events.ConfigureAwait(false))
            {
                _lastEvent = transport.Options.Clock.GetTimestamp();
                result.Add(item);
                onEvent?.Invoke(item);
                if (leavesAtPause && item is WorkflowPausedEvent && result.IsPaused)
                    break;
            }
        }
        catch (DifyApiException e) when (e.FromStream)
        {
            // The run's own end has told of the failure already; the error behind it says the same.
            if (!result.IsWorkflowFailed)
            {
                result.Leave(e, Elapsed);
                throw;
            }
        }
    }

    /// <summary>Follows the run from where it stands; the run goes on in Dify whether somebody listens or not.</summary>
    private async Task FollowAsync(DifyStreamException broken, CancellationToken cancellationToken)
    {
        result.Resume();
        for (var attempt = 0; ; attempt++)
        {
            var run = result.WorkflowRunId!;
            try
            {
                transport.Trace(
                    Strings.FormatTraceStreamLost(broken.Operation, broken.Code, run, attempt + 1, transport.Options.MaxRetries)
                );
                await RejoinAsync(run, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DifyStreamException e) when (IsLost(e) && attempt + 1 < transport.Options.MaxRetries)
            {
                // A server that closes at once needs a moment more than one that broke by chance.
                await Waiting
                    .DelayAsync(transport.Options.Clock, TimeSpan.FromSeconds(1 << Math.Min(attempt, 4)), cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (DifyException e) when (e is not DifyApiException { FromStream: true })
            {
                // The run's record may know of an end that no stream could tell.
                if (await FindAsync(run, cancellationToken).ConfigureAwait(false) is { HasEnded: true } detail)
                {
                    result.Take(detail);
                    return;
                }

                throw WithPartial(broken);
            }
        }
    }

    /// <summary>
    /// The answer was complete, and then the server said nothing more and did not close either: how its run ended is in the
    /// run's record. Whoever cannot be asked does not take the answer away again.
    /// </summary>
    private async Task FindEndAsync(CancellationToken cancellationToken)
    {
        if (await FindAsync(result.WorkflowRunId!, cancellationToken).ConfigureAwait(false) is { HasEnded: true } run)
            result.Take(run);
    }

    private async Task<WorkflowRun?> FindAsync(string run, CancellationToken cancellationToken)
    {
        try
        {
            return await RunRoutes.GetAsync(transport, run, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyException e)
        {
            // What arrived is all there is; the result says that it was resumed, or the caller that it broke.
            transport.Trace(Strings.FormatTraceRunNotFound("GET workflows/run/{workflow_run_id}", e.Code));
            return null;
        }
    }

    private DifyStreamException WithPartial(DifyStreamException e)
    {
        if (IsLost(e) || e.Code == DifyStreamException.ReplyTooLarge)
            result.MarkIncomplete();

        var told = new DifyStreamException($"{e.Message} {result.Describe()}", e.Code, e.Operation, transport, e.InnerException);
        result.Leave(told, Elapsed);
        return told;
    }
}

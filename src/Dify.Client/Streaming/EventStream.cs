using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>Opens streams of events and reads them to their proper end.</summary>
internal static class EventStream
{
    public const string MediaType = "text/event-stream";

    /// <summary>Sends a call and gives its events as they come.</summary>
    /// <param name="transport">Sends.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="staysOverPause">Whether the stream was asked to stay open when the run pauses.</param>
    public static async IAsyncEnumerable<DifyEvent> SendAsync(
        HttpTransport transport, ApiRequest call, [EnumeratorCancellation] CancellationToken cancellationToken, bool staysOverPause = false)
    {
        var origin = new StreamOrigin(transport, call.Operation) { StaysOverPause = staysOverPause };
        var opened = await transport
            .SendAsync(call, (response, token) => OpenAsync(response, origin, call, token, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        if (opened.Whole is { } whole)
        {
            foreach (var item in whole)
                yield return item;

            yield break;
        }

        using var body = opened.Body!;
        await foreach (var item in ReadAsync(body, origin, cancellationToken).ConfigureAwait(false))
            yield return item;
    }

    /// <summary>
    /// The events of a body. An <c>error</c> event is given, then thrown; an end before a closing event is thrown. Behind
    /// a closing event only what trails it is waited for, and its loss is no loss: the server may close or not.
    /// </summary>
    public static async IAsyncEnumerable<DifyEvent> ReadAsync(
        GuardedStream body,
        StreamOrigin origin,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var parser = new EventParser(origin.Options.MaxEventBytes, origin);
        var isWorkflow = false;
        var isClosed = false;
        var isEmpty = true;
        var items = SseParser.Create(body, (type, data) =>
        {
            body.OnEvent();
            return parser.Parse(type, data);
        }).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await items.MoveNextAsync().ConfigureAwait(false))
                        break;
                }
                catch (DifyStreamException) when (isClosed || body.IsTrailOver)
                {
                    break;
                }

                if (items.Current.Data is not { } item)
                    continue;

                isEmpty = false;

                // A chatflow's answer ends with message_end, its run only with workflow_finished.
                isWorkflow |= item.WorkflowRunId is not null || item is WorkflowStartedEvent;
                isClosed |= EventTypes.IsClosing(item.Event) && !(isWorkflow && item is MessageEndEvent);
                if (item is HumanInputFormFilledEvent or HumanInputFormTimeoutEvent)
                {
                    // A stream may stay open over a pause; once the run goes on, its end is still to come.
                    isClosed = false;
                    body.GoOn();
                }
                else if (EventTypes.IsClosing(item.Event) && !(origin.StaysOverPause && item is WorkflowPausedEvent))
                {
                    body.WaitForTrail();
                }
                else
                {
                    body.OnTrailing(item);
                }

                yield return item;
                if (item is ErrorEvent error)
                    throw origin.Error(error);
            }
        }
        finally
        {
            await items.DisposeAsync().ConfigureAwait(false);
        }

        if (isClosed || body.IsTrailOver)
            yield break;

        // What calls itself a stream may be the JSON of an error.
        throw isEmpty && ErrorShape.Find(body.Beginning) is { } said ? origin.Error(said) : origin.Broken(null);
    }

    public static async Task<GuardedStream> GuardAsync(
        HttpResponseMessage response,
        StreamOrigin origin,
        bool isEvents,
        CancellationToken opening,
        CancellationToken reading
    ) => new(await ResponseReader.OpenAsync(response, opening).ConfigureAwait(false), response, origin, reading) { IsEvents = isEvents };

    private static async Task<OpenedStream> OpenAsync(
        HttpResponseMessage response,
        StreamOrigin origin,
        ApiRequest call,
        CancellationToken opening,
        CancellationToken reading
    )
    {
        var type = response.Content?.Headers.ContentType?.MediaType;
        return string.Equals(type, MediaType, StringComparison.OrdinalIgnoreCase)
            ? new OpenedStream(
                new GuardedStream(await ResponseReader.OpenAsync(response, opening).ConfigureAwait(false), response, origin, reading)
                {
                    IsEvents = true,
                },
                null
            )
            : new OpenedStream(null, await WholeAnswer.ReadAsync(response, type, origin, call, opening, reading).ConfigureAwait(false));
    }

    /// <summary>What came of a call for events: a stream, or the answer in one piece.</summary>
    private sealed class OpenedStream(GuardedStream? body, IReadOnlyList<DifyEvent>? whole)
    {
        public GuardedStream? Body { get; } = body;

        public IReadOnlyList<DifyEvent>? Whole { get; } = whole;
    }
}

using System;
using System.Collections.Generic;
using System.IO;
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
    public static async IAsyncEnumerable<DifyEvent> SendAsync(HttpTransport transport, Call call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var origin = new StreamOrigin(transport, call.Operation);
        using var body = await transport.SendAsync(call, (response, token) => OpenAsync(response, origin, call, token, cancellationToken), cancellationToken).ConfigureAwait(false);
        await foreach (var item in ReadAsync(body, origin, cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    /// <summary>
    /// The events of a body. An <c>error</c> event is given, then thrown; an end before a closing event is thrown. Behind
    /// the closing event only what trails it is waited for, and its loss is no loss.
    /// </summary>
    public static async IAsyncEnumerable<DifyEvent> ReadAsync(GuardedStream body, StreamOrigin origin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parser = new EventParser(origin.Options.MaxEventBytes, origin);
        var isWorkflow = false;
        var isClosed = false;
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
                    {
                        break;
                    }
                }
                catch (DifyStreamException e) when (isClosed && e.Code is (DifyStreamException.StreamBroken or DifyStreamException.StreamIdle))
                {
                    break;
                }

                if (items.Current.Data is not { } item)
                {
                    continue;
                }

                yield return item;
                if (item is ErrorEvent error)
                {
                    throw origin.Error(error);
                }

                // A chatflow's answer ends with message_end, its run only with workflow_finished.
                isWorkflow |= item.WorkflowRunId is not null || item is WorkflowStartedEvent;
                isClosed |= EventTypes.IsClosing(item.Event) && !(isWorkflow && item is MessageEndEvent);

                // A stream may stay open over a pause; once the run goes on, its end is still to come.
                isClosed &= item is not (HumanInputFormFilledEvent or HumanInputFormTimeoutEvent);
            }
        }
        finally
        {
            await items.DisposeAsync().ConfigureAwait(false);
        }

        if (!isClosed)
        {
            throw origin.Broken(null);
        }
    }

    public static async Task<GuardedStream> OpenAsync(HttpResponseMessage response, StreamOrigin origin, Call call, CancellationToken opening, CancellationToken reading)
    {
        var type = response.Content?.Headers.ContentType?.MediaType;
        if (!string.Equals(type, MediaType, StringComparison.OrdinalIgnoreCase))
        {
            var start = await Bodies.ReadStartAsync(response, opening, reading).ConfigureAwait(false);
            var text = Text.Plain(origin.Transport.Redact(start), 200);
            throw Failures.Invalid(
                Strings.FormatAnswerNotEvents(origin.Transport.Server.DisplayName, call.Operation, Text.Instead(type, text)), call.Operation);
        }

        return await GuardAsync(response, origin, isEvents: true, opening, reading).ConfigureAwait(false);
    }

    public static async Task<GuardedStream> GuardAsync(HttpResponseMessage response, StreamOrigin origin, bool isEvents, CancellationToken opening, CancellationToken reading) =>
        new(await Bodies.OpenAsync(response, opening).ConfigureAwait(false), response, origin, reading) { IsEvents = isEvents };
}

using System;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>Where a stream comes from, for the words of what goes wrong with it.</summary>
internal sealed class StreamOrigin(HttpTransport transport, string operation)
{
    public HttpTransport Transport { get; } = transport;

    public string Operation { get; } = operation;

    public DifyClientOptions Options => Transport.Options;

    /// <summary>Whether it is a stream of events; a download otherwise, which has no pings and no closing event.</summary>
    public bool IsEvents { get; init; } = true;

    /// <summary>What is being read, in words.</summary>
    public string Stream => $"the {(IsEvents ? "stream" : "download")} of {Transport.Server.DisplayName} ({Operation})";

    public DifyStreamException Broken(Exception? inner) => Fail(
        DifyStreamException.StreamBroken,
        (IsEvents
            ? $"The stream of {Transport.Server.DisplayName} ({Operation}) ended before its closing event"
            : $"The download from {Transport.Server.DisplayName} ({Operation}) ended before it was whole") + (inner is null ? "." : ": " + Text.Sentence(inner.Message)),
        inner);

    public DifyStreamException Idle(long trickled) => Fail(
        DifyStreamException.StreamIdle,
        trickled > 0
            ? $"Of {Stream} no more than {trickled} bytes{(IsEvents ? ", and no whole event," : string.Empty)} came in {Text.Seconds(Options.IdleTimeout)}."
            : IsEvents
            ? $"The stream of {Transport.Server.DisplayName} ({Operation}) was silent for {Text.Seconds(Options.IdleTimeout)}: not even a ping came."
            : $"The download from {Transport.Server.DisplayName} ({Operation}) stood still for {Text.Seconds(Options.IdleTimeout)}.",
        null);

    public DifyStreamException TooLarge() => Fail(
        DifyStreamException.EventTooLarge,
        $"An event of the stream of {Transport.Server.DisplayName} ({Operation}) is larger than {Options.MaxEventBytes} bytes.",
        null);

    public DifyStreamException Fail(string code, string message, Exception? inner) => new(Transport.Redact(message), code, Operation, inner);

    public DifyApiException Error(ErrorEvent error) => new(
        Transport.Redact($"{Transport.Server.DisplayName} ended the stream of {Operation} with an error ({error.Status} {error.Code}): {Text.Sentence(error.Message)}"),
        error.Code,
        Operation,
        error.Status,
        fromStream: true);
}

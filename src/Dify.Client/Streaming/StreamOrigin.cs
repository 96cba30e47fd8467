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

    /// <summary>Whether it was asked to stay open when the run pauses: a pause is no end of it then.</summary>
    public bool StaysOverPause { get; init; }

    private string Server => Transport.Server.DisplayName;

    public DifyStreamException Broken(Exception? inner) => inner is UnpackedTooLargeException { MaxRatio: var ratio }
        ? Fail(DifyStreamException.UnpackedTooLarge, Strings.FormatAnswerUnpackedTooLarge(Server, Operation, ratio), inner)
        : Fail(
        DifyStreamException.StreamBroken,
        inner is null
            ? IsEvents ? Strings.FormatStreamEnded(Server, Operation) : Strings.FormatDownloadEnded(Server, Operation)
            : IsEvents
            ? Strings.FormatStreamEndedBy(Server, Operation, HtmlText.Sentence(inner.Message))
            : Strings.FormatDownloadEndedBy(Server, Operation, HtmlText.Sentence(inner.Message)),
        inner);

    public DifyStreamException Idle(long trickled) => Fail(
        DifyStreamException.StreamIdle,
        trickled > 0
            ? IsEvents
                ? Strings.FormatStreamTrickles(Server, Operation, trickled, HtmlText.Seconds(Options.IdleTimeout))
                : Strings.FormatDownloadTrickles(Server, Operation, trickled, HtmlText.Seconds(Options.IdleTimeout))
            : IsEvents
            ? Strings.FormatStreamSilent(Server, Operation, HtmlText.Seconds(Options.IdleTimeout))
            : Strings.FormatDownloadStill(Server, Operation, HtmlText.Seconds(Options.IdleTimeout)),
        null);

    public DifyStreamException TooLarge() => Fail(
        DifyStreamException.EventTooLarge,
        Strings.FormatEventTooLarge(Transport.Server.DisplayName, Operation, Options.MaxEventBytes),
        null);

    public DifyStreamException Fail(string code, string message, Exception? inner) => new(message, code, Operation, Transport, inner);

    public DifyApiException Error(ErrorEvent error) => Error(new ErrorFacts(error.Status, error.Code, error.Message));

    // An event may be as long as it likes; an error is for people to read.
    public DifyApiException Error(ErrorFacts error)
    {
        var code = HtmlText.Word(error.Code, Transport);
        return new DifyApiException(
            Strings.FormatStreamEndedWithError(
                Server,
                Operation,
                error.Status,
                code,
                HtmlText.Sentence(HtmlText.Said(error.Message, Transport))
            ),
            code,
            Operation,
            Transport,
            error.Status,
            fromStream: true);
    }
}

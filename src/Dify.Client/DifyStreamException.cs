using System;
using Dify.Client.Transport;

namespace Dify.Client;

/// <summary>A stream of events did not come to its proper end.</summary>
public sealed class DifyStreamException : DifyException
{
    /// <summary>Code: the stream ended before its closing event.</summary>
    public const string StreamBroken = nameof(StreamBroken);

    /// <summary>Code: nothing, not even a ping, came for <see cref="DifyClientOptions.IdleTimeout"/>.</summary>
    public const string StreamIdle = nameof(StreamIdle);

    /// <summary>Code: an event is larger than <see cref="DifyClientOptions.MaxEventBytes"/>.</summary>
    public const string EventTooLarge = nameof(EventTooLarge);

    /// <summary>Code: an event is not the JSON it should be.</summary>
    public const string EventMalformed = nameof(EventMalformed);

    /// <summary>
    /// Code: a reply or a run has more to it than <see cref="DifyClientOptions.MaxTextBytes"/> or
    /// <see cref="DifyClientOptions.MaxReplyBytes"/>.
    /// </summary>
    public const string ReplyTooLarge = nameof(ReplyTooLarge);

    /// <summary>
    /// Code: much more comes out of a packed stream or download than went in; see <see cref="DifyClientOptions.MaxDecompressionRatio"/>.
    /// </summary>
    public const string UnpackedTooLarge = nameof(UnpackedTooLarge);

    internal DifyStreamException(string message, string code, string? operation, HttpTransport? transport, Exception? inner = null)
        : base(message, code, operation, transport, inner)
    {
    }

    /// <inheritdoc/>
    public override string? RecommendedAction => Code switch
    {
        StreamBroken or StreamIdle when PartialResult?.WorkflowRunId is { } run => Clean(Strings.FormatActionAskForRun(run)),
        StreamBroken or StreamIdle => Strings.ActionLookAtMessages,
        EventTooLarge => Strings.ActionEventTooLarge,
        EventMalformed => Strings.ActionEventMalformed,
        ReplyTooLarge => Strings.ActionReplyTooLarge,
        UnpackedTooLarge => Strings.ActionUnpackedTooLarge,
        _ => null,
    };
}

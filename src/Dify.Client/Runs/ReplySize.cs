using System;
using System.Collections.Generic;
using System.Text;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Runs;

/// <summary>
/// Adds up what is kept of a reply, and says when it is too much: a server that does not come to an end would fill the memory
/// of who listens. Not for several threads at once.
/// </summary>
/// <param name="origin">Where the reply comes from; null when that is not known.</param>
internal sealed class ReplySize(StreamOrigin? origin = null)
{
    public const string Answer = "answer";
    public const string Reasoning = "reasoning";

    // What the smallest thing takes, once it is an object in a list.
    private const int Least = 256;

    private readonly DifyClientOptions _limits = origin?.Options ?? new DifyClientOptions();
    private readonly Dictionary<string, long> _parts = new(StringComparer.Ordinal);
    private long _all;

    /// <summary>A piece is about to be added to a text.</summary>
    /// <exception cref="DifyStreamException">It must not be: the text or the reply is too large.</exception>
    public void Append(string text, string? piece)
    {
        if (!string.IsNullOrEmpty(piece))
            PutText(text, Of(text) + Encoding.UTF8.GetByteCount(piece));
    }

    /// <summary>A text is about to be replaced.</summary>
    /// <exception cref="DifyStreamException">It must not be.</exception>
    public void Replace(string text, string? whole) => PutText(text, Encoding.UTF8.GetByteCount(whole ?? string.Empty));

    /// <summary>A part is about to be kept, in the place of the one of the same kind and id.</summary>
    /// <exception cref="DifyStreamException">It must not be.</exception>
    public void Put(string kind, string? id, long bytes)
    {
        // What has no id is never replaced.
        var part = kind + "/" + id;
        Put(part, id is null ? Of(part) + bytes + Least : bytes + Least);
    }

    private void PutText(string text, long bytes)
    {
        if (bytes > _limits.MaxTextBytes)
            throw TooLarge(Strings.FormatReplyTextTooLarge, _limits.MaxTextBytes);

        Put(text, bytes);
    }

    private void Put(string part, long bytes)
    {
        var all = _all - Of(part) + bytes;
        if (all > _limits.MaxReplyBytes)
            throw TooLarge(Strings.FormatReplyTooLarge, _limits.MaxReplyBytes);

        _parts[part] = bytes;
        _all = all;
    }

    private long Of(string part) => _parts.TryGetValue(part, out var bytes) ? bytes : 0;

    private DifyStreamException TooLarge(Func<object?, object?, object?, string> message, int limit) =>
        new(
            message(
                origin?.Transport.Server.DisplayName ?? Strings.ServerUnknown,
                origin?.Operation ?? Strings.OperationUnknown,
                HtmlText.Size(limit)
            ),
            DifyStreamException.ReplyTooLarge,
            origin?.Operation,
            origin?.Transport
        );
}

using System;
using System.Collections.Generic;
using System.Linq;

namespace Dify.Client.Files;

/// <summary>Dify's types of files, and the content types that files are sent with.</summary>
public static class FileTypes
{
    /// <summary>Pictures.</summary>
    public const string Image = "image";

    /// <summary>Texts and office files that Dify can read.</summary>
    public const string Document = "document";

    /// <summary>Sound.</summary>
    public const string Audio = "audio";

    /// <summary>Films.</summary>
    public const string Video = "video";

    /// <summary>Anything else.</summary>
    public const string Custom = "custom";

    private const string Unknown = "application/octet-stream";

    // Which extensions are of which type is Dify's own choice: a reference of another type is refused. Some documents
    // (from doc on) are documents only on servers that read them with the Unstructured service.
    private static readonly Dictionary<string, (string Type, string ContentType)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["jpg"] = (Image, "image/jpeg"),
        ["jpeg"] = (Image, "image/jpeg"),
        ["png"] = (Image, "image/png"),
        ["webp"] = (Image, "image/webp"),
        ["gif"] = (Image, "image/gif"),
        ["svg"] = (Image, "image/svg+xml"),
        ["mp4"] = (Video, "video/mp4"),
        ["mov"] = (Video, "video/quicktime"),
        ["mpeg"] = (Video, "video/mpeg"),
        ["webm"] = (Video, "video/webm"),
        ["mp3"] = (Audio, "audio/mpeg"),
        ["m4a"] = (Audio, "audio/mp4"),
        ["wav"] = (Audio, "audio/wav"),
        ["amr"] = (Audio, "audio/amr"),
        ["mpga"] = (Audio, "audio/mpeg"),
        ["txt"] = (Document, "text/plain"),
        ["md"] = (Document, "text/markdown"),
        ["mdx"] = (Document, "text/mdx"),
        ["markdown"] = (Document, "text/markdown"),
        ["pdf"] = (Document, "application/pdf"),
        ["html"] = (Document, "text/html"),
        ["htm"] = (Document, "text/html"),
        ["xlsx"] = (Document, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ["xls"] = (Document, "application/vnd.ms-excel"),
        ["docx"] = (Document, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ["csv"] = (Document, "text/csv"),
        ["vtt"] = (Document, "text/vtt"),
        ["properties"] = (Document, "text/plain"),
        ["doc"] = (Document, "application/msword"),
        ["eml"] = (Document, "message/rfc822"),
        ["msg"] = (Document, "application/vnd.ms-outlook"),
        ["ppt"] = (Document, "application/vnd.ms-powerpoint"),
        ["pptx"] = (Document, "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ["xml"] = (Document, "application/xml"),
        ["epub"] = (Document, "application/epub+zip"),
        ["json"] = (Custom, "application/json"),
        ["zip"] = (Custom, "application/zip"),
    };

    // Content types of sound under which it comes back, by several names.
    private static readonly Dictionary<string, string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["audio/mpeg"] = "mp3",
        ["audio/mp3"] = "mp3",
        ["audio/wav"] = "wav",
        ["audio/x-wav"] = "wav",
        ["audio/wave"] = "wav",
        ["audio/mp4"] = "m4a",
        ["audio/m4a"] = "m4a",
        ["audio/ogg"] = "ogg",
        ["audio/opus"] = "opus",
        ["audio/flac"] = "flac",
        ["audio/aac"] = "aac",
        ["audio/x-aac"] = "aac",
        ["audio/webm"] = "webm",
        ["audio/x-flac"] = "flac",
        ["audio/x-m4a"] = "m4a",
        ["audio/vnd.wave"] = "wav",
        ["image/jpeg"] = "jpg",
        ["text/plain"] = "txt",
        ["text/markdown"] = "md",
        ["text/html"] = "html",
    };

    /// <summary>The extension of a name, in lower case and without its dot; empty when there is none.</summary>
    /// <param name="name">A file's name or path.</param>
    /// <returns>Such as <c>pdf</c>.</returns>
    public static string ExtensionOf(string name)
    {
        var start = (name ?? throw new ArgumentNullException(nameof(name))).LastIndexOfAny(['/', '\\']) + 1;
        var dot = name.LastIndexOf('.');
        return dot < start ? string.Empty : name.Substring(dot + 1).ToLowerInvariant();
    }

    /// <summary>Dify's type of a file by its name.</summary>
    /// <param name="name">A file's name or path.</param>
    /// <returns><c>image</c>, <c>document</c>, <c>audio</c>, <c>video</c> or <c>custom</c>.</returns>
    public static string TypeOf(string name) => Known.TryGetValue(ExtensionOf(name), out var known) ? known.Type : Custom;

    /// <summary>The content type to send a file with. Dify refuses an upload that has none.</summary>
    /// <param name="name">A file's name or path.</param>
    /// <returns>Such as <c>application/pdf</c>; <c>application/octet-stream</c> when the name tells nothing.</returns>
    public static string ContentTypeOf(string name) => Known.TryGetValue(ExtensionOf(name), out var known) ? known.ContentType : Unknown;

    /// <summary>The extension that fits a content type.</summary>
    /// <param name="contentType">The content type, with or without parameters.</param>
    /// <returns>Such as <c>mp3</c>; null when none is known.</returns>
    public static string? ExtensionFor(string? contentType)
    {
        var type = (contentType ?? string.Empty).Split(';')[0].Trim();
        return Extensions.TryGetValue(type, out var extension)
            ? extension
            : Known.FirstOrDefault(pair => string.Equals(pair.Value.ContentType, type, StringComparison.OrdinalIgnoreCase)).Key;
    }
}

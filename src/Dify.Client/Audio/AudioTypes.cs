using System;
using System.Collections.Generic;
using Dify.Client.Files;

namespace Dify.Client.Audio;

/// <summary>The sound files that speech to text takes.</summary>
public static class AudioTypes
{
    /// <summary>The largest file, in bytes: 30 MB.</summary>
    public const long MaxBytes = 30L * 1024 * 1024;

    // Dify takes these names only, and not the usual audio/mpeg for an mp3 file.
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["mp3"] = "audio/mp3",
        ["mpga"] = "audio/mpga",
        ["m4a"] = "audio/m4a",
        ["wav"] = "audio/wav",
        ["amr"] = "audio/amr",
    };

    /// <summary>The extensions it takes, without dots.</summary>
    public static IReadOnlyCollection<string> Extensions => Types.Keys;

    /// <summary>The content type under which Dify takes a file.</summary>
    /// <param name="name">A file's name or path.</param>
    /// <returns>Such as <c>audio/mp3</c>; null when Dify does not take it.</returns>
    public static string? ContentTypeOf(string name) => Types.TryGetValue(FileTypes.ExtensionOf(name), out var type) ? type : null;
}

using System;

namespace Dify.Client.Rest;

/// <summary>Keeps a raw path below the base address, whatever it is made of: a key goes to its own server only.</summary>
internal static class RestPath
{
    /// <summary>The path without its leading slash.</summary>
    public static string Check(string path, Uri baseUri)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new ArgumentException(Strings.RestPathEmpty, nameof(path));

        foreach (var character in path)
        {
            if (character is <= ' ' or '\\' or '#' or '\x7F')
                throw new ArgumentException(Strings.RestPathBadCharacter, nameof(path));
        }

        if (path.StartsWith("//", StringComparison.Ordinal))
            throw new ArgumentException(Strings.RestPathOtherHost, nameof(path));

        var query = path.IndexOf('?');
        var only = query < 0 ? path : path.Substring(0, query);
        var relative = only.StartsWith("/", StringComparison.Ordinal) ? only.Substring(1) : only;
        foreach (var segment in Decode(relative).Split('/', '\\'))
        {
            if (segment is "." or "..")
                throw new ArgumentException(Strings.RestPathDots, nameof(path));
        }

        var colon = relative.IndexOf(':');
        if (colon >= 0 && relative.IndexOf('/') is var slash && (slash < 0 || colon < slash))
            throw new ArgumentException(Strings.RestPathWholeAddress, nameof(path));

        // What the platform makes of it is what counts in the end.
        var whole = new Uri(baseUri.AbsoluteUri + relative, UriKind.Absolute);
        if (whole.Authority != baseUri.Authority || whole.Scheme != baseUri.Scheme
            || !whole.AbsolutePath.StartsWith(baseUri.AbsolutePath, StringComparison.Ordinal))
        {
            throw new ArgumentException(Strings.RestPathLeavesBase, nameof(path));
        }

        return relative + (query < 0 ? string.Empty : path.Substring(query));
    }

    // Twice and thrice escaped dots too: a gateway on the way may unescape once more than it should.
    private static string Decode(string path)
    {
        for (var i = 0; i < 4; i++)
        {
            var decoded = Uri.UnescapeDataString(path);
            if (decoded == path)
                break;

            path = decoded;
        }

        return path;
    }
}

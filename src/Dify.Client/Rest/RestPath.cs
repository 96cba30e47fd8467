using System;

namespace Dify.Client.Rest;

/// <summary>Keeps a raw path below the base address, whatever it is made of: a key goes to its own server only.</summary>
internal static class RestPath
{
    /// <summary>The path without its leading slash.</summary>
    public static string Check(string path, Uri baseUri)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new ArgumentException("The path is empty.", nameof(path));
        }

        foreach (var character in path)
        {
            if (character is <= ' ' or '\\' or '#' or '\x7F')
            {
                throw new ArgumentException("The path has a space, a control character, a backslash or a '#' in it; escape what belongs to a value.", nameof(path));
            }
        }

        if (path.StartsWith("//", StringComparison.Ordinal))
        {
            throw new ArgumentException("The path begins with '//', which would lead to another host.", nameof(path));
        }

        var query = path.IndexOf('?');
        var only = query < 0 ? path : path.Substring(0, query);
        var relative = only.StartsWith("/", StringComparison.Ordinal) ? only.Substring(1) : only;
        foreach (var segment in Decode(relative).Split('/', '\\'))
        {
            if (segment is "." or "..")
            {
                throw new ArgumentException("The path has '.' or '..' in it, which would lead to another place.", nameof(path));
            }
        }

        var colon = relative.IndexOf(':');
        if (colon >= 0 && relative.IndexOf('/') is var slash && (slash < 0 || colon < slash))
        {
            throw new ArgumentException("The path is a whole address. Pass only the part behind the server's base address, such as /conversations.", nameof(path));
        }

        // What the platform makes of it is what counts in the end.
        var whole = new Uri(baseUri.AbsoluteUri + relative, UriKind.Absolute);
        if (whole.Authority != baseUri.Authority || whole.Scheme != baseUri.Scheme
            || !whole.AbsolutePath.StartsWith(baseUri.AbsolutePath, StringComparison.Ordinal))
        {
            throw new ArgumentException("The path leads out of the server's base address.", nameof(path));
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
            {
                break;
            }

            path = decoded;
        }

        return path;
    }
}

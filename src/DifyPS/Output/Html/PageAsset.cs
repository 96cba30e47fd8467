using System;
using System.Collections.Concurrent;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace DifyPS.Output.Html;

/// <summary>A style sheet or a script that pages bring along, from Html/Assets.</summary>
internal sealed class PageAsset
{
    private static readonly ConcurrentDictionary<string, PageAsset> Known = new(StringComparer.Ordinal);

    private PageAsset(string name)
    {
        using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream(name)
            ?? throw new ArgumentException($"Unknown: {name}", nameof(name));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // Browsers read every line end as a line feed, and then take the hash.
        Text = reader.ReadToEnd().Replace("\r\n", "\n");
        IsScript = name.EndsWith(".js", StringComparison.Ordinal);
        using var sha = SHA256.Create();
        Source = "'sha256-" + Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(Text))) + "'";
    }

    /// <summary>What is in it.</summary>
    public string Text { get; }

    /// <summary>Whether it is a script; a style sheet otherwise.</summary>
    public bool IsScript { get; }

    /// <summary>How a Content-Security-Policy names it.</summary>
    public string Source { get; }

    /// <summary>The asset with that file name.</summary>
    public static PageAsset Get(string name) => Known.GetOrAdd(name, static n => new PageAsset(n));
}

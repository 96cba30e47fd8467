using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Text.RegularExpressions;
using DifyPS.Tour.Hosting;

namespace DifyPS.Tests.Support;

/// <summary>
/// Keys that can be recognised wherever they turn up, and a note of every place where text of this suite
/// ends up, so that one test at the end can look for them.
/// </summary>
internal static partial class Canary
{
    private static readonly ConcurrentBag<ShownText> Shown = [];

    private static readonly ConcurrentBag<string> Tokens = [];

    // Thousands of tokens, in thousands of texts: all are looked for at once.
    private static SearchValues<string>? _search;

    private static readonly List<FileStream> Held = [];

    /// <summary>
    /// Files that the tests and the module write lie below this folder, which is this run's alone. It stays when the run ends, so that a
    /// failure can be looked into; the next run removes it.
    /// </summary>
    public static string Folder { get; } = NewFolder();

    public static string NewKey(string prefix = "app-") => prefix + "canary" + Guid.NewGuid().ToString("N")[..18];

    public static ShownText NewText()
    {
        var text = new ShownText(null);
        Shown.Add(text);
        return text;
    }

    public static IEnumerable<ShownText> AllText => Shown;

    public static bool IsIn(string text) =>
        Pattern().IsMatch(text) || text.AsSpan().ContainsAny(_search ??= SearchValues.Create([.. Tokens], StringComparison.Ordinal));

    /// <summary>Notes what a server handed out, which nothing may show either.</summary>
    public static void Know(IEnumerable<string> tokens)
    {
        foreach (var token in tokens)
            Tokens.Add(token);
        _search = null;
    }

    public static SecureString Secure(string key)
    {
        var secure = new SecureString();
        foreach (var c in key)
            secure.AppendChar(c);
        secure.MakeReadOnly();
        return secure;
    }

    [GeneratedRegex("canary[0-9a-f]{18}")]
    private static partial Regex Pattern();

    private static string NewFolder()
    {
        var temporary = Path.GetTempPath();
        // Another run may be under way, in another checkout: it holds a file beside its folder.
        foreach (var old in Directory.GetDirectories(temporary, "DifyPS.Tests.*"))
        {
            try
            {
                using (Hold(old))
                    Directory.Delete(old, recursive: true);
                File.Delete(old + ".in-use");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }

        var folder = Path.Combine(temporary, "DifyPS.Tests." + Guid.NewGuid().ToString("N")[..12]);
        Held.Add(Hold(folder));
        return Directory.CreateDirectory(folder).FullName;
    }

    private static FileStream Hold(string folder) => new(folder + ".in-use", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}

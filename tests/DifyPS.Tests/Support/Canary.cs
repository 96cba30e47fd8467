using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
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

    /// <summary>Files that the tests and the module write lie below this folder. Removed when the run began, not when it ends: a failure can be looked into.</summary>
    public static string Folder { get; } = NewFolder();

    public static string NewKey(string prefix = "app-") => prefix + "canary" + Guid.NewGuid().ToString("N")[..18];

    public static ShownText NewText()
    {
        var text = new ShownText(null);
        Shown.Add(text);
        return text;
    }

    public static IEnumerable<ShownText> AllText => Shown;

    public static bool IsIn(string text) => Pattern().IsMatch(text);

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
        var folder = Path.Combine(Path.GetTempPath(), "DifyPS.Tests");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return Directory.CreateDirectory(folder).FullName;
    }
}

using System;
using System.Collections.Generic;
using System.Text;

namespace Dify.Client.Transport.Redaction;

/// <summary>
/// Takes secrets out of text that came from the other side, however they are written there: as they are, escaped for JSON,
/// HTML or an address (more than once, too), in base64 or hexadecimal, in other cases, or with line ends and other
/// characters between. The time it takes grows with the length of the text, and with nothing else.
/// </summary>
internal static class Redactor
{
    // JSON within JSON within a page, of an address that was escaped twice: nobody reads on behind that either.
    private const int MostLayers = 6;

    // A name such as app-store is none.
    private const int ShortestKey = 16;

    private static readonly string[] KeyPrefixes = ["app-", "dataset-", "sk-"];

    public static string Redact(string text, params Secret?[] secrets)
    {
        if (text.Length < Secret.Shortest)
            return text;

        var found = new List<Finding>();
        var keys = new List<Finding>();
        var layer = new Layer(text);
        for (var depth = 0; ; depth++)
        {
            foreach (var secret in secrets)
                secret?.Find(layer, found);

            FindUserInfo(layer, found);
            FindKeys(layer, keys);
            if (depth == MostLayers || Unescaping.Undo(layer) is not { } below)
                break;

            layer = below;
        }

        found.Sort(InOrder);
        AddApart(keys, found);
        return found.Count == 0 ? text : Replace(text, found);
    }

    // An address with a user and a password in it, whoever they belong to.
    private static void FindUserInfo(Layer layer, List<Finding> found)
    {
        var text = layer.Text;
        for (var at = text.IndexOf("://", StringComparison.Ordinal); at >= 0; at = text.IndexOf("://", at, StringComparison.Ordinal))
        {
            at += 3;
            var last = -1;
            var end = at;
            for (
                ;
                end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('/' or '?' or '#' or '"' or '\'' or '<' or '>');
                end++
            )
            {
                if (text[end] == '@')
                    last = end;
            }

            if (last > at)
                found.Add(layer.Find(at, last - 1, Strings.RedactedUser));

            at = end;
            if (at >= text.Length)
                break;
        }
    }

    // What has the form of a key, whoever has it: a list of keys that fails may tell some of them.
    private static void FindKeys(Layer layer, List<Finding> found)
    {
        var text = layer.Text;
        foreach (var prefix in KeyPrefixes)
        {
            for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at + 1, StringComparison.Ordinal))
            {
                var end = at + prefix.Length;
                while (end < text.Length && IsOfKey(text[end]))
                    end++;
                if (end - at - prefix.Length >= ShortestKey && (at == 0 || !IsOfKey(text[at - 1])))
                    found.Add(layer.Find(at, end - 1, Strings.RedactedKey));
            }
        }
    }

    // What is known to be a secret tells better where it ends than its form does.
    private static void AddApart(List<Finding> keys, List<Finding> found)
    {
        keys.Sort(InOrder);
        var (next, known, end) = (0, found.Count, 0);
        foreach (var key in keys)
        {
            for (; next < known && found[next].Start < key.End; next++)
                end = Math.Max(end, found[next].End);
            if (end <= key.Start)
                found.Add(key);
        }
    }

    private static int InOrder(Finding one, Finding other) => one.Start.CompareTo(other.Start);

    private static bool IsOfKey(char character) => character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private static string Replace(string text, List<Finding> found)
    {
        found.Sort(InOrder);
        var clean = new StringBuilder(text.Length);
        var done = 0;
        foreach (var finding in found)
        {
            if (finding.Start >= done)
                clean.Append(text, done, finding.Start - done).Append(finding.Placeholder);

            done = Math.Max(done, finding.End);
        }

        return clean.Append(text, done, text.Length - done).ToString();
    }
}

/// <summary>Where in the text as it came something stands (the end is the first place behind it), and what to put there.</summary>
internal readonly record struct Finding(int Start, int End, string Placeholder);

using System;
using System.Linq;
using System.Net;
using System.Text;

namespace Dify.Client.Tests.Secrets;

/// <summary>The ways in which a server may write down what it was given.</summary>
internal static class SecretForms
{
    /// <summary>A key as a gateway may issue it: with signs that every escape has another form for.</summary>
    public const string Key = "app-Ab+9/cD=eF&gH<iJ_kL~mN\"oP%qR'sT";

    public static readonly string[] All =
    [
        "raw",
        "upper",
        "json-slash",
        "json-upper",
        "json-lower",
        "json-all",
        "json-twice",
        "html-named",
        "html-decimal",
        "html-hex",
        "html-zeros",
        "html-bare",
        "html-twice",
        "percent",
        "percent-lower",
        "percent-all",
        "percent-twice",
        "percent-thrice",
        "percent-in-html-in-json",
        "percent-u",
        "x",
        "braces",
        "octal",
        "mail",
        "base64",
        "base64-url",
        "base64-bearer",
        "base64-odd",
        "base64-even",
        "base64-wrapped",
        "hex",
        "hex-dump",
        "wrapped",
        "json-wrapped",
        "spaced",
        "split",
        "tags",
        "escaped-tags",
        "zero-width",
        "quoted",
        "first-half",
        "last-half",
        "nul",
        "octal-all",
        "octal-shortest",
        "octal-shell",
        "octal-braces",
        "octal-in-json",
        "octal-spaced",
        "decimal",
        "decimal-list",
        "hex-list",
        "x-all",
        "x-braces",
        "percent-all-twice",
        "percent-all-thrice",
        "mail-all",
        "mail-twice",
        "utf16-hex",
        "utf16-hex-big",
        "utf16-hex-dump",
        "utf16-base64",
        "utf16-base64-big",
        "utf16-base64-odd",
        "utf16-base64-even",
        "utf16-base64-wrapped",
        "utf16-base64-percent",
        "utf16-percent",
        "utf16-half",
    ];

    public static string Write(string form, string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        var half = key.Length / 2;
        return form switch
        {
            "raw" => key,
            "upper" => key.ToUpperInvariant(),
            "json-slash" => key.Replace("/", "\\/", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal),
            "json-upper" => Signs(key, c => $"\\u{(int)c:X4}"),
            "json-lower" => Signs(key, c => $"\\u{(int)c:x4}"),
            "json-all" => Each(key, c => $"\\u{(int)c:x4}"),
            "json-twice" => Signs(key, c => $"\\\\u{(int)c:x4}"),
            "html-named" => Named(key),
            "html-decimal" => Signs(key, c => $"&#{(int)c};"),
            "html-hex" => Each(key, c => $"&#x{(int)c:X};"),
            "html-zeros" => Each(key, c => $"&#X{(int)c:x6};"),
            "html-bare" => Signs(key, c => $"&#{(int)c:000}"),
            "html-twice" => Named(Named(key)),
            "percent" => Uri.EscapeDataString(key),
            "percent-lower" => Signs(key, c => $"%{(int)c:x2}"),
            "percent-all" => Each(key, c => $"%{(int)c:X2}"),
            "percent-twice" => Uri.EscapeDataString(Uri.EscapeDataString(key)),
            "percent-thrice" => Uri.EscapeDataString(Uri.EscapeDataString(Uri.EscapeDataString(key))),
            "percent-in-html-in-json" => Each(Each(Uri.EscapeDataString(key), c => $"&#{(int)c};"), c => $"\\u{(int)c:x4}"),
            "percent-u" => Signs(key, c => $"%u{(int)c:X4}"),
            "x" => Signs(key, c => $"\\x{(int)c:x2}"),
            "braces" => Signs(key, c => $"\\u{{{(int)c:x}}}"),
            "octal" => Signs(key, c => "\\" + Convert.ToString(c, 8).PadLeft(3, '0')),
            "mail" => Signs(key, c => $"={(int)c:X2}"),
            "base64" => Convert.ToBase64String(bytes),
            "base64-url" => Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('='),
            "base64-bearer" => Base64("Bearer " + key),
            "base64-odd" => Base64("a" + key + "b"),
            "base64-even" => Base64("ab" + key + "cd"),
            "base64-wrapped" => Convert.ToBase64String(
                Encoding.UTF8.GetBytes("more before it: " + key + " and more behind it, for a line or two of text"),
                Base64FormattingOptions.InsertLineBreaks
            ),
            "hex" => Convert.ToHexString(bytes),
            "hex-dump" => string.Join(' ', bytes.Select(one => one.ToString("x2"))),
            "wrapped" => Every(key, 9, "\r\n "),
            "json-wrapped" => Every(key, 9, "\\r\\n"),
            "spaced" => Every(key, 1, " "),
            "split" => $"{key[..half]}\" + \"{key[half..]}",
            "tags" => $"{key[..half]}<b class='x'></b>{key[half..]}",
            "escaped-tags" => $"{key[..half]}&lt;wbr&gt;{key[half..]}",
            "zero-width" => Every(key, 5, "\u200b"),
            "quoted" => Every(key, 12, "\n> "),
            "first-half" => key[..half],
            "last-half" => key[half..],
            "nul" => Every(key, 1, "\0"),
            "octal-all" => Each(key, c => "\\" + Convert.ToString(c, 8).PadLeft(3, '0')),
            "octal-shortest" => Each(key, c => "\\" + Convert.ToString(c, 8)),
            "octal-shell" => Each(key, c => "\\0" + Convert.ToString(c, 8).PadLeft(3, '0')),
            "octal-braces" => Each(key, c => $"\\o{{{Convert.ToString(c, 8)}}}"),
            "octal-in-json" => Each(key, c => "\\\\" + Convert.ToString(c, 8).PadLeft(3, '0')),
            "octal-spaced" => Each(key, c => Convert.ToString(c, 8).PadLeft(3, '0') + " ").TrimEnd(),
            "decimal" => string.Join(' ', bytes),
            "decimal-list" => $"[{string.Join(", ", bytes)}]",
            "hex-list" => string.Join(", ", bytes.Select(one => $"0x{one:X2}")),
            "x-all" => Each(key, c => $"\\x{(int)c:x2}"),
            "x-braces" => Each(key, c => $"\\x{{{(int)c:x}}}"),
            "percent-all-twice" => Each(key, c => $"%25{(int)c:x2}"),
            "percent-all-thrice" => Each(key, c => $"%2525{(int)c:X2}"),
            "mail-all" => Each(key, c => $"={(int)c:X2}"),
            "mail-twice" => Each(key, c => $"=3D{(int)c:X2}"),
            "utf16-hex" => Convert.ToHexString(Encoding.Unicode.GetBytes(key)),
            "utf16-hex-big" => Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(key)),
            "utf16-hex-dump" => string.Join(' ', Encoding.Unicode.GetBytes(key).Select(one => one.ToString("x2"))),
            "utf16-base64" => Convert.ToBase64String(Encoding.Unicode.GetBytes(key)),
            "utf16-base64-big" => Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(key)),
            "utf16-base64-odd" => Convert.ToBase64String(Encoding.Unicode.GetBytes("a" + key + "b")),
            "utf16-base64-even" => Convert.ToBase64String(Encoding.Unicode.GetBytes("ab" + key + "cd")),
            "utf16-base64-wrapped" => Convert.ToBase64String(Encoding.Unicode.GetBytes(key), Base64FormattingOptions.InsertLineBreaks),
            "utf16-base64-percent" => Uri.EscapeDataString(Convert.ToBase64String(Encoding.Unicode.GetBytes(key))),
            "utf16-percent" => string.Concat(Encoding.Unicode.GetBytes(key).Select(one => $"%{one:X2}")),
            "utf16-half" => Convert.ToHexString(Encoding.Unicode.GetBytes(key[..half])),
            _ => throw new ArgumentException(form),
        };
    }

    /// <summary>Whether somebody could read the key out of it: what letters and digits are left, with all escapes undone.</summary>
    public static bool Shows(string text, string key)
    {
        var wanted = Letters(key);
        for (var depth = 0; depth < 8; depth++)
        {
            var letters = Letters(text);
            for (var at = 0; at + 12 <= wanted.Length; at++)
            {
                if (letters.Contains(wanted.Substring(at, 12), StringComparison.OrdinalIgnoreCase))
                    return true;
            }

            text = System.Text.RegularExpressions.Regex.Replace(
                Uri.UnescapeDataString(WebUtility.HtmlDecode(text)),
                @"\\+(?:u|x|u\{)([0-9a-fA-F]{2,4})\}?",
                match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString()
            );
        }

        return false;
    }

    private static string Letters(string text) => new([.. text.Where(char.IsAsciiLetterOrDigit)]);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Each(string text, Func<char, string> write) => string.Concat(text.Select(write));

    private static string Signs(string text, Func<char, string> write) =>
        Each(text, c => char.IsAsciiLetterOrDigit(c) ? c.ToString() : write(c));

    private static string Every(string text, int count, string between) =>
        string.Join(between, text.Chunk(count).Select(piece => new string(piece)));

    private static string Named(string text) => WebUtility.HtmlEncode(text)
        .Replace("+", "&plus;", StringComparison.Ordinal).Replace("/", "&sol;", StringComparison.Ordinal)
        .Replace("=", "&equals;", StringComparison.Ordinal).Replace("_", "&lowbar;", StringComparison.Ordinal);
}

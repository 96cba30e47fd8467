using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace DifyPS.Common;

/// <summary>
/// Addresses that people give, as they are shown again: what signs in, and what a query or a fragment says, may be secret, and stays out
/// of messages, confirmations and logs.
/// </summary>
internal static class ShownAddress
{
    private const string Scheme = "://";
    private const string LeftOut = "…";

    private static readonly Regex User = new("""://[^\s/?#"'<>]*@""", RegexOptions.CultureInvariant);
    private static readonly char[] QuerySigns = ['?', '#'];
    private static readonly char[] AuthorityEnds = ['/', '?', '#'];

    /// <summary>An address without them; a text that is no address, such as a path, as it is.</summary>
    public static string Of(string text)
    {
        var start = text.IndexOf(Scheme, StringComparison.Ordinal);
        if (start < 0)
            return text;
        start += Scheme.Length;
        var rest = WithoutUser(text, text.Substring(start));
        var query = rest.IndexOfAny(QuerySigns);
        return text.Substring(0, start) + (query < 0 ? rest : rest.Substring(0, query + 1) + LeftOut);
    }

    /// <summary>A sentence in which there may be an address with a user and a password.</summary>
    public static string InText(string text) => text.Contains(Scheme) ? User.Replace(text, Scheme + LeftOut + "@") : text;

    /// <summary>What an error is about. It is left as it is, to be tried again, unless something in it signs in.</summary>
    public static string OfTarget(string text) =>
        InText(text) is var shown && shown == text ? text
        : text.Any(char.IsWhiteSpace) ? shown
        : Of(text);

    private static string WithoutUser(string text, string rest)
    {
        var end = rest.IndexOfAny(AuthorityEnds);
        var at = (end < 0 ? rest : rest.Substring(0, end)).LastIndexOf('@');
        // A password with a slash in it makes an address that cannot be read. An at sign elsewhere is part of a path.
        if (at < 0 && !Uri.TryCreate(text, UriKind.Absolute, out _))
            at = rest.LastIndexOf('@');
        return at < 0 ? rest : LeftOut + rest.Substring(at);
    }
}

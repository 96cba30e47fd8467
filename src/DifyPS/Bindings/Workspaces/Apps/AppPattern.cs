using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Apps;

/// <summary>A name in Dify with wildcards, or without.</summary>
internal sealed class AppPattern
{
    // Servers look at so much of a name.
    private const int LongestPart = 30;

    private readonly WildcardPattern _wildcard;

    /// <exception cref="DifyCommandException">A bracket is not closed.</exception>
    public AppPattern(string text)
    {
        Text = NameComparer.Compose(text);
        IsLiteral = !WildcardPattern.ContainsWildcardCharacters(Text);
        _wildcard = new WildcardPattern(Text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        try
        {
            _wildcard.IsMatch(string.Empty);
        }
        catch (WildcardPatternException e)
        {
            throw InvalidInput.Error(Strings.FormatPatternInvalid(text, e.Message), Strings.PatternInvalidAction, e);
        }
    }

    public string Text { get; }

    /// <summary>Whether it stands for one name only, whose absence is worth telling.</summary>
    public bool IsLiteral { get; }

    /// <summary>The name that it is, of one without wildcards.</summary>
    public string Literal => WildcardPattern.Unescape(Text);

    public bool Fits(string name) => _wildcard.IsMatch(NameComparer.Compose(name));

    /// <summary>
    /// What every name that fits has in it, for the server to look for; null when there is no such part. Of letters that any database
    /// compares alike, whatever the case, and without signs that mean something to it.
    /// </summary>
    public string? Part()
    {
        var (longest, part, isInSet) = (string.Empty, new StringBuilder(), false);
        for (var i = 0; i <= Text.Length; i++)
        {
            var c = i < Text.Length ? Text[i] : '\0';
            var isEscaped = c == '`' && i + 1 < Text.Length;
            if (!isInSet && !isEscaped && IsPlain(c))
            {
                part.Append(c);
                continue;
            }

            if (part.ToString().Trim() is var whole && whole.Length > longest.Length)
                longest = whole;
            part.Clear();
            isInSet = (isInSet || c == '[') && c != ']';
            if (isEscaped)
                i++;
        }

        longest = longest.Length > LongestPart ? longest.Substring(0, LongestPart).TrimEnd() : longest;
        return longest.Length == 0 ? null : longest;
    }

    private static bool IsPlain(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or ' ' or '-';

    public static IReadOnlyList<AppPattern>? Of(IEnumerable<string>? texts) => texts?.Select(text => new AppPattern(text)).ToList();
}

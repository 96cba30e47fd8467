using System.Linq;
using System.Management.Automation.Language;

namespace DifyPS.Completion;

/// <summary>Words as they stand on a command line.</summary>
internal static class Quoting
{
    // PowerShell takes the typographic ones for quotes, too.
    private static readonly char[] Quotes = { '\'', '‘', '’', '‚', '‛', '"', '“', '”', '„' };

    public static string Unquote(string? word)
    {
        var text = (word ?? string.Empty).Trim(Quotes);
        return text.Replace("''", "'");
    }

    /// <summary>Quotes what PowerShell would not read as one plain word.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') && !word.StartsWith("-", System.StringComparison.Ordinal)
            ? word
            : Literal(word);

    /// <summary>A key of a table: a plain word where it can be.</summary>
    public static string Key(string word) =>
        word.Length > 0 && !char.IsDigit(word[0]) && word.All(c => char.IsLetterOrDigit(c) || c == '_') ? word : Literal(word);

    /// <summary>Text that PowerShell reads as it is, whatever is in it.</summary>
    public static string Literal(string text) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";
}

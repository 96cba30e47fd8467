using System.Linq;

namespace DifyPS.Completion;

/// <summary>Words as they stand on a command line.</summary>
internal static class Quoting
{
    public static string Unquote(string? word) => (word ?? string.Empty).Trim('\'', '"').Replace("''", "'");

    /// <summary>Quotes what PowerShell would not read as one plain word.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') && !word.StartsWith("-", System.StringComparison.Ordinal)
            ? word
            : "'" + word.Replace("'", "''") + "'";

    /// <summary>A key of a table: a plain word where it can be.</summary>
    public static string Key(string word) =>
        word.Length > 0 && !char.IsDigit(word[0]) && word.All(c => char.IsLetterOrDigit(c) || c == '_') ? word : "'" + word.Replace("'", "''") + "'";
}

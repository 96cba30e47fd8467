using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace DifyPS.Common;

/// <summary>
/// Text that looks like an API key: it has come to the wrong place, and is not to be kept or repeated there. A prefix with
/// sixteen letters or digits behind it, so that <c>app-store</c> is a good name.
/// </summary>
internal static class KeyPattern
{
    private const string Hidden = "***";

    // At the beginning of a word. Within a word of several parts, such as my-app-internationalization, it takes a digit as well,
    // as nearly every key has one.
    private const string Key =
        @"(?:(?<![\p{L}\p{N}][-_]*)(?:app|dataset|sk)-[A-Za-z0-9]{16,}|(?<![\p{L}\p{N}])(?:app|dataset|sk)-(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{20,})";

    private static readonly Regex Within = new(Key, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    // A folder may be called so, and an error about a file has to say which.
    private static readonly Regex OutsidePaths = new(@"(?<![/\\][^\s'""]*)" + Key, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Alone = new(@"\A\W*" + Key + @"\W*\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>Whether a key is in the text.</summary>
    public static bool IsIn(string? text) => text is not null && Within.IsMatch(text);

    /// <summary>Whether the text is a key and nothing else; a host may begin like one.</summary>
    public static bool Is(string? text) => text is not null && Alone.IsMatch(text);

    /// <summary>The text without what looks like a key.</summary>
    public static string Hide(string text) => OutsidePaths.Replace(text, Hidden);

    /// <summary>Whether a key is in a value, such as a row of a list, as text.</summary>
    public static bool IsInside(object? value, int depth = 4) =>
        (value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value) switch
        {
            string text => IsIn(text),
            _ when depth == 0 => false,
            PSObject row => row.Properties.OfType<PSNoteProperty>().Any(one => IsInside(one.Value, depth - 1)),
            IDictionary table => table.Values.Cast<object?>().Any(one => IsInside(one, depth - 1)),
            IList items => items.Cast<object?>().Any(one => IsInside(one, depth - 1)),
            _ => false,
        };
}

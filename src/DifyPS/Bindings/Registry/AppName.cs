using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>What may be an app's name, and which known names come near one that is not.</summary>
internal static class AppName
{
    public const int MaxLength = 100;

    public static readonly StringComparer Comparer = new NameComparer();

    /// <summary>Gives the name trimmed and composed (NFC), or throws <c>InvalidAppName</c>.</summary>
    public static string Validate(string? name)
    {
        RequireNoKey(name);
        var trimmed = Trim(name);
        if (Problem(trimmed) is { } reason)
        {
            throw new DifyCommandException(
                "InvalidAppName", ErrorCategory.InvalidArgument,
                Strings.FormatAppNameInvalid(ShownAddress.Of(trimmed), reason),
                Strings.AppNameInvalidAction);
        }

        return trimmed;
    }

    /// <summary>The name without what stands around it, composed (NFC).</summary>
    public static string Trim(string? name) => NameComparer.Compose(name?.Trim() ?? string.Empty);

    /// <summary>Why a trimmed name can be the name of nothing; null when it can.</summary>
    public static string? Problem(string trimmed) =>
        trimmed.Length == 0 ? Strings.AppNameEmpty :
        trimmed.Length > MaxLength ? Strings.FormatAppNameTooLong(MaxLength) :
        trimmed.Any(char.IsControl) ? Strings.AppNameControlCharacters :
        UnseenCharacters.FirstIn(trimmed) is { } unseen ? Strings.FormatAppNameUnseenCharacters($"U+{unseen:X4}") :
        WildcardPattern.ContainsWildcardCharacters(trimmed) ? Strings.AppNameWildcards :
        trimmed[0] == '-' ? Strings.AppNameHyphen :
        null;

    /// <summary>
    /// A good name for an app that is called so in Dify: without what a name cannot have. Throws <c>InvalidAppName</c> where nothing is
    /// left.
    /// </summary>
    public static string Suggest(string remoteName)
    {
        RequireNoKey(remoteName);
        var text = NameComparer.Compose(remoteName);
        var kept = new StringBuilder(text.Length);
        for (int i = 0, length; i < text.Length; i += length)
        {
            var isUnseen = UnseenCharacters.Contains(UnseenCharacters.At(text, i, out length)) && !Joiners.MayStand(text, i);
            if (char.IsControl(text[i]) || char.IsWhiteSpace(text[i]) || text[i] is '*' or '?' or '[' or ']')
                kept.Append(' ');
            else if (!isUnseen)
                kept.Append(text, i, length);
        }

        var words = kept.ToString().Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join(" ", words).TrimStart('-', ' ');
        return Validate(name.Length > MaxLength ? name.Substring(0, MaxLength) : name);
    }

    /// <summary>
    /// Throws <c>InvalidAppName</c>, which does not repeat it, for what looks like a key or was refused when it was bound.
    /// </summary>
    public static void RequireNoKey(string? name)
    {
        if (RefusedText.Is(name))
            throw RefusedText.NameError(name!);
        if (KeyPattern.IsIn(name))
            throw RefusedText.NameError(RefusedText.Key);
    }

    /// <summary>Known names that a person may have meant, nearest first, three at the most.</summary>
    public static IReadOnlyList<string> Nearest(string name, IEnumerable<string> known)
    {
        var wanted = NameComparer.Compose(name).ToLowerInvariant();
        var allowed = wanted.Length < 3 ? 1 : Math.Max(2, wanted.Length / 3);
        return known
            .Select(candidate => (candidate, distance: DistanceToBeginning(wanted, candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= allowed || IsPart(wanted, pair.candidate.ToLowerInvariant()))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, Comparer)
            .Select(pair => pair.candidate)
            .Take(3)
            .ToList();
    }

    // A letter or two are part of nearly everything and help nobody.
    private static bool IsPart(string wanted, string candidate) =>
        wanted.Length > 2 && (candidate.Contains(wanted) || (candidate.Length > 2 && wanted.Contains(candidate)));

    // People begin to type a long name and misspell that; a whole name that fits is nearer than a beginning.
    private static int DistanceToBeginning(string wanted, string candidate)
    {
        var whole = Distance(wanted, candidate);
        return wanted.Length > 3 && candidate.Length > wanted.Length
            ? Math.Min(whole, Distance(wanted, candidate.Substring(0, wanted.Length + 1)) + 1)
            : whole;
    }

    /// <summary>Levenshtein distance, two rows at a time.</summary>
    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}

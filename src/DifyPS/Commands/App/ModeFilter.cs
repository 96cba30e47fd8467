using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Common;

namespace DifyPS.Commands;

/// <summary>
/// The modes that apps are chosen by, in Dify's words or in those that errors use. A mode that Dify adds tomorrow is one, too: a word is
/// told as none at the end, where no app had it.
/// </summary>
internal sealed class ModeFilter
{
    private readonly IReadOnlyList<string> _all;
    private readonly List<string> _unknown;

    private ModeFilter(string[] words, IReadOnlyList<string> all)
    {
        _all = all;
        Modes = Array.ConvertAll(words, One);
        _unknown = [.. Modes.Where(mode => !all.Any(one => Is(one, mode))).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Null where nothing is chosen.</summary>
    public static ModeFilter? Of(string[]? words, IEnumerable<string> all) => words is null ? null : new ModeFilter(words, [.. all]);

    /// <summary>As Dify writes them; a word that is not known as it was typed.</summary>
    public string[] Modes { get; }

    /// <summary>Whether an app of that mode is wanted; then its mode is one.</summary>
    public bool Takes(string? mode)
    {
        if (mode is null)
            return false;
        _unknown.RemoveAll(one => Is(one, mode));
        return Modes.Any(one => Is(one, mode));
    }

    /// <summary>What is to be told, once, of words that are no modes.</summary>
    public IEnumerable<(string Word, DifyCommandException Error)> TakeProblems()
    {
        var words = _unknown.ToList();
        _unknown.Clear();
        var modes = string.Join(", ", _all.Select(Describe));
        return words.Select(word =>
            (word, new DifyCommandException(
                "InvalidArgument",
                ErrorCategory.InvalidArgument,
                Strings.FormatModeUnknown(word),
                Strings.FormatModeUnknownAction(modes)
            ))
        );
    }

    private static string Describe(string mode) => AppModes.Describe(mode) is var word && word == mode ? mode : $"{mode} ({word})";

    // Dify's own words go first: what it calls an agent is a new agent in people's.
    private string One(string word) =>
        _all.FirstOrDefault(mode => Is(mode, word.Trim())) ?? _all.FirstOrDefault(mode => Is(AppModes.Describe(mode), word.Trim())) ?? word;

    private static bool Is(string mode, string word) => string.Equals(mode, word, StringComparison.OrdinalIgnoreCase);
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>A value that Tab offers. People know things by their titles, and commands take ids: either may have been typed.</summary>
/// <param name="Value">What goes into the command.</param>
/// <param name="Title">What people know it by; null when that is the value itself.</param>
/// <param name="Detail">What else there is to say of it.</param>
internal sealed record Suggestion(string Value, string? Title = null, string? Detail = null)
{
    // Lists of completions are columns; a title that fills the screen leaves no room for the next.
    private const int TitleLength = 60;

    /// <summary>
    /// Those that fit the word: by value first, then by how the title begins, then by what it contains. What a parameter takes for
    /// the value, when that is not the value itself, <paramref name="asArgument"/> tells.
    /// </summary>
    public static IReadOnlyList<CompletionResult> Fitting(
        string? typed,
        IEnumerable<Suggestion> suggestions,
        Func<string, string>? asArgument = null
    )
    {
        var word = Quoting.Unquote(typed);
        return suggestions
            .Where(one => one.Value.Length > 0)
            .GroupBy(one => one.Value, StringComparer.Ordinal).Select(group => group.First())
            .Select(one => (one, rank: one.RankOf(word)))
            .Where(pair => pair.rank is not null)
            .OrderBy(pair => pair.rank)
            .Select(pair => pair.one.ToResult(Quoting.Quote(asArgument is null ? pair.one.Value : asArgument(pair.one.Value))))
            .ToList();
    }

    /// <summary>As the engine takes it, with this text going into the command.</summary>
    public CompletionResult ToResult(string text)
    {
        var title = DisplayFormat.Line(Title);
        var shown = title.Length == 0 ? DisplayFormat.Line(Value) : DisplayFormat.Short(title, TitleLength);
        var tip = string.Join(" · ", new[] { title, DisplayFormat.Line(Detail) }.Where(part => part.Length > 0));
        return new CompletionResult(
            text, shown.Length == 0 ? text : title.Length > 0 && Date is not null ? $"{shown} ({Date})" : shown,
            CompletionResultType.ParameterValue, tip.Length == 0 ? text : tip);
    }

    /// <summary>How a value is shown in a list. PowerShell takes no text that is empty, and would offer nothing at all.</summary>
    public static string Shown(string value, string text) => DisplayFormat.Line(value) is { Length: > 0 } shown ? shown : text;

    /// <summary>When it was, to tell equal titles apart.</summary>
    public string? Date { get; init; }

    private int? RankOf(string word)
    {
        if (Value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            return 0;
        return Title?.IndexOf(word, StringComparison.CurrentCultureIgnoreCase) switch
        {
            0 => 1,
            > 0 => 2,
            _ => null,
        };
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Offers names that people gave, as far as they fit the word: those that begin with it, then those that contain it.</summary>
internal static class NameSuggestions
{
    /// <summary>A result a name.</summary>
    /// <param name="word">What is there so far, without quotes.</param>
    /// <param name="items">What has the names.</param>
    /// <param name="nameOf">The name.</param>
    /// <param name="asArgument">The name as the parameter takes it.</param>
    /// <param name="tipOf">The tooltip; where it is empty, what goes into the command.</param>
    public static IEnumerable<CompletionResult> Fitting<T>(
        string word,
        IEnumerable<T> items,
        Func<T, string> nameOf,
        Func<string, string> asArgument,
        Func<T, string> tipOf
    )
    {
        var composed = NameComparer.Compose(word);
        return items
            .Select(item => (item, name: nameOf(item)))
            .Select(one => (one.item, one.name, at: NameComparer.Compose(one.name).IndexOf(composed, StringComparison.OrdinalIgnoreCase)))
            .Where(one => one.at >= 0)
            .OrderBy(one => one.at > 0)
            .ThenBy(one => one.name, AppName.Comparer)
            .Select(one =>
            {
                var text = Quoting.Quote(asArgument(one.name));
                var tip = tipOf(one.item);
                return new CompletionResult(
                    text,
                    Suggestion.Shown(one.name, Quoting.Quote(one.name)),
                    CompletionResultType.ParameterValue,
                    tip.Length == 0 ? text : tip
                );
            })
            .ToList();
    }
}

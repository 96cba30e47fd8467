using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>The values that a variable can have, as they stand in a table.</summary>
internal static class TableValues
{
    private static readonly string[] Switch = { "$true", "$false" };

    /// <summary>Those that fit the word; none where anything goes, so that PowerShell offers what it has, such as paths.</summary>
    public static List<CompletionResult> Of(DeclaredInput? variable, string typed)
    {
        if (variable is null)
            return new List<CompletionResult>();
        var about = InputsCompleter.Describe(variable);
        if (variable.Type == "checkbox")
        {
            return Switch
                .Where(value =>
                    value.StartsWith(typed, StringComparison.OrdinalIgnoreCase)
                    || value.Substring(1).StartsWith(typed, StringComparison.OrdinalIgnoreCase)
                )
                .Select(value => new CompletionResult(value, value, CompletionResultType.ParameterValue, about))
                .ToList();
        }

        var word = Quoting.Unquote(typed);
        if (variable.Options is { Count: > 0 } options)
        {
            return options
                .Select(option => (option, at: option.IndexOf(word, StringComparison.CurrentCultureIgnoreCase)))
                .Where(pair => pair.at >= 0)
                .OrderBy(pair => pair.at > 0)
                .Select(pair => Result(pair.option, Quoting.Literal(pair.option), about)).ToList();
        }

        return variable.Default is { Length: > 0 } usual && word.Length == 0
            ? new List<CompletionResult>
            {
                Result(usual, variable.Type == "number" ? Quoting.Number(usual) : Quoting.Literal(usual), about),
            }
            : new List<CompletionResult>();
    }

    private static CompletionResult Result(string value, string text, string about) =>
        new(text, Suggestion.Shown(value, text), CompletionResultType.ParameterValue, about);
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DifyPS.Binding;

namespace DifyPS.Completion;

/// <summary>Completes -Inputs with tables of the app's input variables, from the registry alone.</summary>
public sealed class InputsCompleter : IArgumentCompleter
{
    /// <summary>Gives a table of the required variables, one of all, and one for each variable.</summary>
    /// <param name="commandName">The command being typed.</param>
    /// <param name="parameterName">The parameter being typed.</param>
    /// <param name="wordToComplete">What is there so far.</param>
    /// <param name="commandAst">The command's syntax tree.</param>
    /// <param name="fakeBoundParameters">The parameters given so far.</param>
    /// <returns>A result a table.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        if (CompletionContext.App(fakeBoundParameters) is not { Inputs.Count: > 0 } app)
            return Array.Empty<CompletionResult>();
        var required = app.Inputs.Where(input => input.Required).ToList();
        var tables = new List<IReadOnlyList<DeclaredInput>> { app.Inputs };
        if (required.Count > 0)
            tables.Insert(0, required);
        tables.AddRange(app.Inputs.Select(input => new[] { input }));
        var word = Quoting.Unquote(wordToComplete).TrimStart('@', '{', ' ');
        return tables
            .Select(Result)
            .Where(result => word.Length == 0 || result.ListItemText.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .GroupBy(result => result.CompletionText).Select(group => group.First())
            .ToList();
    }

    private static CompletionResult Result(IReadOnlyList<DeclaredInput> inputs) => new(
        "@{ " + string.Join("; ", inputs.Select(input => $"{Quoting.Key(input.Variable)} = {Sample(input)}")) + " }",
        string.Join(", ", inputs.Select(input => input.Variable)),
        CompletionResultType.ParameterValue,
        string.Join(Environment.NewLine, inputs.Select(Describe)));

    private static string Sample(DeclaredInput input) => input.Type switch
    {
        "number" => input.Default is { Length: > 0 } number ? number : "0",
        "checkbox" => string.Equals(input.Default, "true", StringComparison.OrdinalIgnoreCase) ? "$true" : "$false",
        _ => "'" + (input.Default is { Length: > 0 } text ? text : input.Options?.FirstOrDefault() ?? string.Empty).Replace("'", "''") + "'",
    };

    private static string Describe(DeclaredInput input) =>
        $"{input.Label ?? input.Variable}: {input.Type}{(input.Required ? ", " + Strings.InputRequired : string.Empty)}{(input.Options is { Count: > 0 } options ? ", " + Strings.FormatInputOneOf(string.Join(", ", options)) : string.Empty)}";
}

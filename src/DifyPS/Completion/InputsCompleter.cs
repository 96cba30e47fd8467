using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>
/// Completes -Inputs with tables of the app's input variables, from the registry alone. Within a table, where PowerShell asks
/// no completer, <c>Complete-DifyCommandLine</c> asks this one for the variables.
/// </summary>
public class InputsCompleter : IArgumentCompleter
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
        var variables = Variables(new CompletionContext(fakeBoundParameters));
        if (variables.Count == 0)
            return Array.Empty<CompletionResult>();
        var required = variables.Where(input => input.Required).ToList();
        var tables = new List<IReadOnlyList<DeclaredInput>> { variables };
        if (required.Count > 0)
            tables.Insert(0, required);
        tables.AddRange(variables.Select(input => new[] { input }));
        var word = Quoting.Unquote(wordToComplete).TrimStart('@', '{', ' ');
        return tables
            .Select(Result)
            .Where(result => word.Length == 0 || result.ListItemText.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .GroupBy(result => result.CompletionText).Select(group => group.First())
            .ToList();
    }

    /// <summary>What the command's table may hold.</summary>
    private protected virtual IReadOnlyList<DeclaredInput> Find(CompletionContext typed) =>
        typed.App?.Inputs ?? Array.Empty<DeclaredInput>();

    internal IReadOnlyList<DeclaredInput> Variables(CompletionContext typed) => Find(typed);

    /// <summary>What there is to say of a variable.</summary>
    internal static string Describe(DeclaredInput input)
    {
        var options = input.Options is { Count: > 0 } some ? ", " + Strings.FormatInputOneOf(string.Join(", ", some)) : string.Empty;
        var length = input.MaxLength is > 0 and { } most ? ", " + Strings.FormatInputAtMost(most) : string.Empty;
        return DisplayFormat.Line(
            $"{(string.IsNullOrWhiteSpace(input.Label) ? input.Variable : input.Label)}: {input.Type}{(input.Required ? ", " + Strings.InputRequired : string.Empty)}{length}{options}"
        );
    }

    private static CompletionResult Result(IReadOnlyList<DeclaredInput> inputs) => new(
        "@{ " + string.Join("; ", inputs.Select(input => $"{Quoting.Key(input.Variable)} = {Sample(input)}")) + " }",
        string.Join(", ", inputs.Select(input => Suggestion.Shown(input.Variable, Quoting.Key(input.Variable)))),
        CompletionResultType.ParameterValue,
        string.Join(Environment.NewLine, inputs.Select(Describe)));

    private static string Sample(DeclaredInput input) => input.Type switch
    {
        "number" => input.Default is { Length: > 0 } number ? Quoting.Number(number) : "0",
        "checkbox" => string.Equals(input.Default, "true", StringComparison.OrdinalIgnoreCase) ? "$true" : "$false",
        _ => Quoting.Literal(input.Default is { Length: > 0 } text ? text : input.Options?.FirstOrDefault() ?? string.Empty),
    };
}

/// <summary>Completes -Inputs with the fields of a form: of the one that is named, else of the app's that was seen last.</summary>
public sealed class FormInputsCompleter : InputsCompleter
{
    private protected override IReadOnlyList<DeclaredInput> Find(CompletionContext typed) =>
        CompletionCache.FormsOf(typed.AppName, typed.Text("FormToken")).FirstOrDefault() is not { } form
            ? Array.Empty<DeclaredInput>()
            : form
                .Inputs.Select(field => new DeclaredInput
                {
                    Variable = field.Name,
                    Type = field.Type,
                    Default = field.Default,
                    Options = field.Options,
                })
                .ToList();
}

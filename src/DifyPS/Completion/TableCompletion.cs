using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>
/// Completes within <c>-Inputs @{ }</c>: the variables that are not there yet, and after a variable its options. PowerShell
/// asks argument completers for whole arguments only, so <c>Complete-DifyCommandLine</c> asks here before it goes on as ever.
/// </summary>
internal static class TableCompletion
{
    private const string Parameter = "Inputs";

    // Shorter ones, PowerShell itself does not take for -Inputs: there is -InformationAction.
    private const int ShortestName = 3;

    /// <summary>What fits; null when this is none of our tables, and PowerShell is to complete it.</summary>
    public static CommandCompletion? Complete(string input, int cursor, PSCmdlet session)
    {
        if (cursor < 2 || cursor > input.Length || input.LastIndexOf("@{", cursor - 1, StringComparison.Ordinal) < 0)
            return null;
        var ast = Parser.ParseInput(input, out var tokens, out _);
        return Complete(ast, tokens, cursor, session);
    }

    /// <summary>What fits; null when this is none of our tables, and PowerShell is to complete it.</summary>
    public static CommandCompletion? Complete(Ast ast, Token[] tokens, int cursor, PSCmdlet session)
    {
        if (
            TableAt(ast, cursor) is not { } table
            || CommandOf(table) is not { } command
            || CompleterOf(command, table, session) is not { } completer
        )
        {
            return null;
        }
        var place = TablePlace.Find(tokens, table.Extent.StartOffset, cursor);
        if (place is null)
            return null;
        var variables = completer.Variables(new CompletionContext(GivenParameters(command, session)));
        var matches = place.Key is { } key
            ? TableValues.Of(variables.FirstOrDefault(one => Same(one.Variable, key)), place.Word)
            : Keys(variables, place);
        return matches.Count == 0
            ? null
            : new CommandCompletion(new Collection<CompletionResult>(matches), -1, place.Start, place.End - place.Start);
    }

    private static List<CompletionResult> Keys(IReadOnlyList<DeclaredInput> variables, TablePlace place)
    {
        var left = variables
            .Where(one => !place.OtherKeys.Contains(one.Variable, StringComparer.OrdinalIgnoreCase))
            .OrderBy(one => !one.Required);
        var word = Quoting.Unquote(place.Word);
        return left
            .Select(one => (one, byName: one.Variable.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            .Where(pair => pair.byName || pair.one.Label?.IndexOf(word, StringComparison.CurrentCultureIgnoreCase) >= 0)
            .OrderBy(pair => !pair.byName)
            .Select(pair => new CompletionResult(
                Quoting.Key(pair.one.Variable) + (place.HasEquals ? string.Empty : " = "),
                Suggestion.Shown(pair.one.Variable, Quoting.Key(pair.one.Variable)),
                CompletionResultType.Property,
                InputsCompleter.Describe(pair.one)
            ))
            .ToList();
    }

    // Dify's names are told apart by case, PowerShell's tables are not.
    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    // The innermost: a table within the table is a value, and none of ours.
    private static HashtableAst? TableAt(Ast ast, int cursor) =>
        ast.FindAll(
                one => one is HashtableAst && one.Extent.StartOffset + 2 <= cursor && (cursor < one.Extent.EndOffset || !IsClosed(one)),
                searchNestedScriptBlocks: true
            )
            .Cast<HashtableAst>()
            .OrderBy(one => one.Extent.StartOffset)
            .LastOrDefault();

    private static bool IsClosed(Ast table) => table.Extent.Text.EndsWith("}", StringComparison.Ordinal);

    private static CommandAst? CommandOf(HashtableAst table)
    {
        if (table.Parent is CommandParameterAst { Parent: CommandAst owner } attached)
            return IsInputs(attached) ? owner : null;
        if (table.Parent is not CommandAst command)
            return null;
        var at = command.CommandElements.IndexOf(table);
        return at > 0 && (command.CommandElements[at - 1] is not CommandParameterAst { Argument: null } before || IsInputs(before))
            ? command
            : null;
    }

    private static bool IsInputs(CommandParameterAst parameter) =>
        parameter.ParameterName.Length >= ShortestName && Parameter.StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase);

    private static InputsCompleter? CompleterOf(CommandAst command, HashtableAst table, PSCmdlet session)
    {
        if (command.GetCommandName() is not { Length: > 0 } name)
            return null;
        var found = session.InvokeCommand.GetCommand(name, CommandTypes.Cmdlet | CommandTypes.Alias);
        while (found is AliasInfo alias)
            found = alias.ReferencedCommand;
        var property = (found as CmdletInfo)?.ImplementingType?.GetProperty(Parameter);
        if (property is not null && !IsNamed(command, table) && !IsInPlace(command, table, property))
            return null;
        var attribute = property
            ?.GetCustomAttributes(typeof(ArgumentCompleterAttribute), inherit: true)
            .Cast<ArgumentCompleterAttribute>()
            .FirstOrDefault();
        return attribute?.Type is { } type && typeof(InputsCompleter).IsAssignableFrom(type)
            ? (InputsCompleter)Activator.CreateInstance(type)!
            : null;
    }

    private static bool IsNamed(CommandAst command, HashtableAst table) =>
        table.Parent is CommandParameterAst
        || command.CommandElements[command.CommandElements.IndexOf(table) - 1] is CommandParameterAst { Argument: null };

    // Where a table may stand without a name before it, or a text that a table may take the place of.
    private static bool IsInPlace(CommandAst command, HashtableAst table, PropertyInfo inputs)
    {
        var bound = StaticParameterBinder
            .BindCommand(command, resolve: true)
            .BoundParameters.FirstOrDefault(one => one.Value.Value == table)
            .Key;
        return bound == Parameter || (bound is not null && inputs.ReflectedType!.GetProperty(bound)?.PropertyType == typeof(object));
    }

    // What the command says itself; and the app's name, when it says none, as the command before it in the pipeline does.
    private static Hashtable GivenParameters(CommandAst command, PSCmdlet session)
    {
        var given = Bind(command, session);
        if (given.ContainsKey("App") || command.Parent is not PipelineAst pipeline)
            return given;
        foreach (var before in pipeline.PipelineElements.TakeWhile(one => one != command).OfType<CommandAst>().Reverse())
        {
            var parameters = Bind(before, session);
            if ((parameters["App"] ?? parameters["Name"]) is { } app)
            {
                given["App"] = app;
                break;
            }
        }

        return given;
    }

    private static Hashtable Bind(CommandAst command, PSCmdlet session)
    {
        var given = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var bound in StaticParameterBinder.BindCommand(command, resolve: true).BoundParameters)
        {
            var value = bound.Value.Value is VariableExpressionAst variable
                ? session.SessionState.PSVariable.GetValue(variable.VariablePath.UserPath)
                : bound.Value.ConstantValue;
            if (value is not null)
                given[bound.Key] = value;
        }

        return given;
    }
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Inputs;

namespace DifyPS.Commands;

/// <summary>What is told of arguments that a run cmdlet has no parameters for, with the command that was meant.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="command">Its name.</param>
/// <param name="binding">The app; null where its name does not stand on the command line.</param>
internal sealed class RunArguments(DifyCmdlet cmdlet, string command, AppBinding? binding)
{
    private IReadOnlyList<DeclaredInput> Declared => binding?.Inputs ?? [];

    private string Start => binding is null ? command : $"{command} {Quoting.Quote(binding.Name)}";

    /// <summary>There is no such parameter: it may be meant for an input variable.</summary>
    public DifyCommandException NotNamed(string parameter) =>
        ArgumentErrors.NotNamed(
            cmdlet,
            parameter,
            Declared.Count == 0
                ? Strings.ArgumentNotNamedTextAction
                : Strings.FormatArgumentNotNamedAction(binding!.Name, string.Join(", ", Declared.Select(one => one.Variable)))
        );

    /// <summary>Something that is no table stands in the place of -Inputs.</summary>
    /// <param name="table">What stands there.</param>
    /// <param name="more">What was typed behind it.</param>
    public DifyCommandException NoInputs(NoTable table, StrayArguments? more) =>
        ArgumentErrors.NoTable(command, nameof(RunCmdlet.Inputs), table, ActionFor(table.Given, more));

    private string? ActionFor(object given, StrayArguments? more)
    {
        var plain = given is PSObject wrapped ? wrapped.BaseObject : given;
        if (plain is not (string or ValueType))
            return plain is IEnumerable ? Strings.FormatArgumentNoTableListAction(Start) : Strings.FormatArgumentNoTableRowAction(Start);
        if (KeyPattern.IsInside(plain))
            return null;
        var words = more?.Words ?? [];
        var text = Convert.ToString(plain, System.Globalization.CultureInfo.InvariantCulture)!;
        // triage topic printer: the dash is missing.
        if (words.Count > 0 && Declared.FirstOrDefault(one => Is(one.Variable, text)) is { } named)
            return Strings.FormatArgumentNoTableTextAction(Give(named, string.Join(" ", words)));
        var texts = Declared.Where(AppForm.IsText).ToList();
        return (texts.FirstOrDefault(one => one.Required) ?? texts.FirstOrDefault() ?? Declared.FirstOrDefault()) is { } meant
            ? Strings.FormatArgumentNoTableTextAction(Give(meant, string.Join(" ", words.Prepend(text))))
            : null;
    }

    // What is no parameter is given in the table.
    private string Give(DeclaredInput variable, string value) =>
        InputParameterNames.Usable(cmdlet.GetType(), Declared).Contains(variable)
            ? $"{Start} -{variable.Variable} {Quoting.Quote(value)}"
            : $"{Start} @{{ {Quoting.Key(variable.Variable)} = {Quoting.Literal(value)} }}";

    private static bool Is(string variable, string text) => string.Equals(variable, text, StringComparison.OrdinalIgnoreCase);
}

using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using DifyPS.Common;

namespace DifyPS.Pipeline;

/// <summary>What is told of a row that has what is to be said in a column of another name than the parameter's.</summary>
internal static class SayingColumn
{
    private const int MostNames = 8;

    // What people call such a column.
    private static readonly string[] Usual =
        ["Question", "Prompt", "Text", "Input", "Content", "Body", "Comment", "Description", "Subject", "Title"];

    /// <summary>The error; null where the row has no columns.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="parameter">Its parameter.</param>
    /// <param name="columns">The columns that would fill it.</param>
    /// <param name="row">The row.</param>
    public static DifyCommandException? Missing(DifyCmdlet cmdlet, string parameter, string[] columns, PSObject row)
    {
        var names = RowColumns.Names(row).Where(name => !KeyPattern.IsIn(name)).ToList();
        // A table is not read by its keys, since it may be meant for input variables.
        var own = names.FirstOrDefault(name => columns.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (names.Count == 0 || (own is not null && row.BaseObject is not IDictionary))
            return null;
        var texts = names.Where(name => RowColumns.TextOf(row, name) is not null).ToList();
        var meant =
            own
            ?? Usual.Select(usual => texts.FirstOrDefault(name => Is(name, usual))).FirstOrDefault(name => name is not null)
            ?? texts.FirstOrDefault(name => Usual.Any(usual => name.IndexOf(usual, StringComparison.OrdinalIgnoreCase) >= 0))
            ?? texts.OrderByDescending(name => RowColumns.TextOf(row, name)!.Length).FirstOrDefault();
        var app = cmdlet.MyInvocation.BoundParameters.TryGetValue("App", out var given) && cmdlet.IsGiven("App")
            && given is string text && !RefusedText.Is(text)
            ? " " + Quoting.Quote(text)
            : string.Empty;
        var type = row.BaseObject.GetType().Name;
        var command = $"{cmdlet.MyInvocation.MyCommand.Name}{app} -{parameter} {{ $_.{Quoting.Key(meant ?? names[0])} }}";
        return InvalidInput.Error(
            own is null
                ? Strings.FormatRowWithoutColumn(parameter, type, string.Join(", ", columns), string.Join(", ", names.Take(MostNames)))
                : Strings.FormatArgumentNotText(parameter, type),
            meant is null
                ? Strings.FormatRowWithoutColumnNoneAction(command)
                : Strings.FormatRowWithoutColumnAction(Quoting.Quote(meant), command)
        );
    }

    private static bool Is(string name, string usual) => string.Equals(name, usual, StringComparison.OrdinalIgnoreCase);
}

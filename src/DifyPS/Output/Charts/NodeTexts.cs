using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Dify.Client.Runs;
using DifyPS.Common;
using DifyPS.Output.Display;
using DifyPS.Output.Export;
using DifyPS.Runs;
using DifyPS.Runs.Timeline;

namespace DifyPS.Output.Charts;

/// <summary>What the page of a run says of a node.</summary>
internal static class NodeTexts
{
    public static IReadOnlyList<(string Name, bool IsNumber)> Columns { get; } =
        new[]
        {
            (Strings.PageColumnNode, false),
            (Strings.PageColumnType, false),
            (Strings.PageColumnStatus, false),
            (Strings.PageColumnStart, true),
            (Strings.PageColumnTime, true),
            (Strings.PageColumnTokens, true),
            (Strings.PageColumnCost, true),
            (Strings.PageColumnRetries, true),
            (Strings.PageColumnError, false),
        };

    public static string Title(DifyWorkflowNode node) =>
        MessageParts.First(node.Title, node.NodeId, node.Type)
        + (node.Round is { } round ? " #" + round.ToString(CultureInfo.InvariantCulture) : null);

    /// <summary>What is below the title: the type, and what is not as it should be.</summary>
    public static string Remarks(DifyWorkflowNode node) => string.Join(" · ", Words(node).Where(word => !string.IsNullOrEmpty(word)));

    public static string Time(DifyWorkflowNode node) => node.Elapsed is null ? string.Empty : DisplayFormat.Duration(node.Elapsed);

    public static string Start(DifyWorkflowNode node) => (node.IsStartApproximate ? "~" : null) + DisplayFormat.Duration(node.Start);

    public static string TokensAndCost(DifyWorkflowNode node) =>
        string.Join(
            " · ",
            new[] { node.Tokens is { } tokens ? ResultSummary.Tokens(tokens) : null, Cost(node) }.Where(part => !string.IsNullOrEmpty(part))
        );

    public static IEnumerable<string> Totals(RunTimeline run)
    {
        yield return DisplayFormat.Duration(run.Length);
        yield return TimelineView.Nodes(run.Nodes.Count);
        if (run.Failed > 0)
            yield return Strings.FormatRunNodesFailed(DisplayFormat.Count(run.Failed));
        if (TimelineView.Retries(run.Retries) is { } retries)
            yield return retries;
        if (run.Tokens is > 0 and { } tokens)
            yield return ResultSummary.Tokens(tokens);
        foreach (var cost in run.Costs)
            yield return DisplayFormat.Money(cost.Value, cost.Key);
    }

    public static IEnumerable<(string Name, string Value)> Facts(DifyWorkflowNode node)
    {
        var cells = Cells(node);
        for (var i = 1; i < cells.Count; i++)
        {
            if (cells[i].Length > 0)
                yield return (Columns[i].Name, cells[i]);
        }

        for (var i = 0; i < node.RetryErrors.Count; i++)
            yield return (Strings.FormatPageTry((i + 1).ToString(CultureInfo.InvariantCulture)), node.RetryErrors[i]);
    }

    /// <summary>A line of the table, with a cell a column.</summary>
    public static IReadOnlyList<string> Cells(DifyWorkflowNode node) =>
        new[]
        {
            Title(node),
            node.Type ?? string.Empty,
            node.Status ?? string.Empty,
            Start(node),
            Time(node),
            DisplayFormat.Count(node.Tokens),
            Cost(node),
            node.Retries > 0 ? DisplayFormat.Count(node.Retries) : string.Empty,
            node.Error ?? string.Empty,
        };

    public static string Class(NodeKind kind) => kind.ToString().ToLowerInvariant();

    public static string Name(NodeKind kind) => kind switch
    {
        NodeKind.Model => Strings.PageLegendModel,
        NodeKind.Tool => Strings.PageLegendTool,
        NodeKind.Person => Strings.PageLegendPerson,
        NodeKind.Container => Strings.PageLegendContainer,
        _ => Strings.PageLegendLogic,
    };

    private static string Cost(DifyWorkflowNode node) => DisplayFormat.Money(node.Cost, node.Currency);

    private static IEnumerable<string?> Words(DifyWorkflowNode node)
    {
        yield return node.Facts.IsFailed ? "✗ " + node.Status : node.Status is RunStatus.Succeeded ? null : node.Status;
        yield return TimelineView.Retries(node.Retries);
        yield return node.Type;
        yield return node.Rounds is { } rounds ? Strings.FormatPageRounds(DisplayFormat.Count(rounds)) : null;
    }
}

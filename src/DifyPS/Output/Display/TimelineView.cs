using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Dify.Client.Runs;
using DifyPS.Common;
using DifyPS.Runs;
using DifyPS.Runs.Timeline;

namespace DifyPS.Output.Display;

/// <summary>A run's timeline in a terminal, for the views of its nodes.</summary>
public static class TimelineView
{
    // What the other columns of the view take, with the spaces between them.
    private const int OtherColumns = 65;
    private const int Usual = 120;
    private const int Widest = 160;

    /// <summary>The node's title below the iteration or loop that it is in, with its round.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The text.</returns>
    public static string Title(DifyWorkflowNode node)
    {
        var name = DisplayFormat.Line(node?.ToString());
        return new string(' ', 2 * (node?.Depth ?? 0))
            + name
            + (
                node?.Round is { } round ? Invariant(" #{0}", round)
                : node?.Rounds is { } rounds ? Invariant(" x{0}", rounds)
                : null
            );
    }

    /// <summary>The node's status; one that is not well stands out.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The text.</returns>
    public static string Status(DifyWorkflowNode node)
    {
        var status = DisplayFormat.Line(node?.Status);
        return node?.Facts.IsFailed == true ? Styled.Bad(status) : status is RunStatus.Succeeded ? status : Styled.Doubtful(status);
    }

    /// <summary>
    /// The node's bar: solid when it went well, grey when it failed, light while it runs, with a stroke where a try failed.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="windowWidth">The width of the window; 0 when it has none.</param>
    /// <returns>The bar.</returns>
    public static string Bar(DifyWorkflowNode node, int windowWidth)
    {
        if (node is null)
            return string.Empty;
        var cells = Math.Min(Widest, Math.Max(8, (windowWidth > 0 ? windowWidth : Usual) - OtherColumns));
        var from = Math.Min(cells - 1, (int)Math.Floor(node.Run.PartBefore(node.Start) * cells));
        var to = Math.Max(from + 1, (int)Math.Ceiling(node.Run.PartBefore(node.Facts.End) * cells));
        var bar = new string(Fill(node.Facts), to - from).ToCharArray();
        foreach (var time in node.Facts.RetryTimes)
            bar[Math.Max(0, Math.Min(bar.Length - 1, (int)(node.Run.PartBefore(time) * cells) - from))] = '│';
        var text = new string(bar);
        return new string(' ', from) + (node.Facts.IsFailed ? Styled.Bad(text) : node.Retries > 0 ? Styled.Doubtful(text) : text);
    }

    /// <summary>One line about the run that the node is of.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The line.</returns>
    public static string Summary(DifyWorkflowNode node) => node is null ? string.Empty : Summary(node.Run);

    internal static string Summary(RunTimeline run)
    {
        var parts = new List<string?>
        {
            DisplayFormat.Line(run.App), DisplayFormat.Line(run.Status), DisplayFormat.Duration(run.Length), Nodes(run.Nodes.Count),
            run.Failed > 0 ? Strings.FormatRunNodesFailed(DisplayFormat.Count(run.Failed)) : null,
            Retries(run.Retries),
            run.Tokens is > 0 and { } tokens ? ResultSummary.Tokens(tokens) : null,
        };
        parts.AddRange(run.Costs.Where(cost => cost.Value != 0).Select(cost => DisplayFormat.Money(cost.Value, cost.Key)));
        parts.Add(DisplayFormat.Line(run.RunId));
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>Such as "1 node" or "3 nodes".</summary>
    internal static string Nodes(int count) =>
        count == 1 ? Strings.FormatRunNode(count) : Strings.FormatRunNodes(DisplayFormat.Count(count));

    /// <summary>Such as "1 retry" or "3 retries"; null for none.</summary>
    internal static string? Retries(int count) =>
        count == 0 ? null
        : count == 1 ? Strings.FormatRunRetry(count)
        : Strings.FormatRunRetries(DisplayFormat.Count(count));

    private static char Fill(NodeFacts node) =>
        node.IsFailed ? '▒' : node.Elapsed is null ? '░' : node.Kind == NodeKind.Container ? '─' : '█';

    private static string Invariant(string format, params object[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Dify.Client.Runs;
using DifyPS.Common;
using DifyPS.Output.Files;
using DifyPS.Output.Html;
using DifyPS.Runs.Timeline;

namespace DifyPS.Output.Charts;

/// <summary>Runs as a page: bars over time, tokens and cost of each node, and a table of it all.</summary>
internal sealed class RunPage
{
    private readonly RunTimeline _run;
    private readonly HtmlWriter _html;
    private readonly string _id;
    private readonly Scale _time;

    private RunPage(RunTimeline run, HtmlWriter html, int number)
    {
        _run = run;
        _html = html;
        _id = "run" + number;
        _time = Scale.Run(run.Length.TotalSeconds);
    }

    /// <summary>Writes the page of some runs.</summary>
    public static FileInfo Save(IReadOnlyList<RunTimeline> runs, ExportFile file)
    {
        var title = runs.Count == 1 ? Strings.FormatPageRun(runs[0].App) : Strings.FormatPageRuns(DisplayFormat.Count(runs.Count));
        return new HtmlPage(title, "chart.css", "run.css", "chart.js").Save(file, html =>
        {
            if (runs.Count > 1)
                html.Open("header", ("class", "page")).Element("h1", title).Close().Line();
            for (var i = 0; i < runs.Count; i++)
                new RunPage(runs[i], html, i + 1).Write(runs.Count == 1 ? "h1" : "h2");
            html.Open("footer", ("class", "page"))
                .Text(Strings.PageWritten + " ")
                .Time(DateTimeOffset.Now)
                .Text(". " + Strings.PageRunNote);
            if (runs.Any(run => run.Nodes.Any(node => node.IsStartApproximate)))
                html.Text(" " + Strings.PageRunNoteApproximate);
            html.Close();
        });
    }

    private void Write(string heading)
    {
        _html.Open("section");
        WriteHead(heading);
        if (_run.Nodes.Count > 0)
        {
            WriteTimeline();
            WriteTokens();
            WriteTable();
        }

        _html.Close().Line();
    }

    private void WriteHead(string heading)
    {
        var badge = _run.Status switch { RunStatus.Succeeded => "badge good", RunStatus.Failed => "badge bad", _ => "badge warn" };
        _html.Open("header", ("class", "page")).Open(heading).Text(Strings.PageRunOf + " ").Element("bdi", _run.App).Close();
        _html.Open("p").Element("span", _run.Status, ("class", badge)).Text(" ").Open("span", ("class", "dim"));
        if (_run.CreatedAt is { } date)
            _html.Time(date.ToLocalTime(), "yyyy-MM-dd HH:mm:ss").Text(" · ");
        _html.Text(string.Join(" · ", NodeTexts.Totals(_run))).Close().Close();
        if (_run.RunId is { } id)
            _html.Open("p", ("class", "dim")).Text(Strings.PageColumnRun + " ").Element("code", id).Close();
        if (_run.Error is { Length: > 0 } error)
            _html.Element("p", error, ("class", "failure"), ("dir", "auto"));
        _html.Close().Line();
    }

    private void WriteTimeline()
    {
        _html.Open("figure", ("class", "timeline")).Element("figcaption", Strings.PageTimeline);
        WriteLegend();
        _html.Open("div", ("class", "row axis"), ("aria-hidden", "true")).Element("span", null).Open("svg", ("class", "track"));
        foreach (var tick in _time.Ticks)
        {
            var part = _time.Part(tick);
            _html.Element(
                "text",
                _time.Label(tick),
                ("x", _time.Percent(tick)),
                ("y", "14"),
                (
                    "text-anchor",
                    part < 0.04 ? "start"
                    : part > 0.94 ? "end"
                    : "middle"
                )
            );
        }

        _html.Close().Element("span", null).Close().Line();
        _html.Open("ol", ("class", "rows"), ("data-keys", "ArrowUp ArrowDown"));
        for (var i = 0; i < _run.Nodes.Count; i++)
            WriteRow(_run.Nodes[i], $"{_id}-{i}");
        _html.Close().Close().Line();
    }

    private void WriteLegend()
    {
        _html.Open("p", ("class", "legend"));
        foreach (var kind in _run.Nodes.Select(node => node.Facts.Kind).Distinct().OrderBy(kind => kind))
            WriteKey("bar " + NodeTexts.Class(kind), NodeTexts.Name(kind));
        if (_run.Failed > 0)
            WriteKey("bar failed", Strings.PageLegendFailed);
        if (_run.Nodes.Any(node => node.Elapsed is null))
            WriteKey("bar open", Strings.PageLegendOpen);
        if (_run.Nodes.Any(node => node.Facts.RetryTimes.Count > 0))
        {
            _html.Open("span", ("class", "key")).Open("svg", ("class", "swatch"), ("aria-hidden", "true"));
            WriteRetry("50%");
            _html.Close().Text(Strings.PageLegendRetry).Close();
        }

        _html.Close().Line();
    }

    private void WriteKey(string style, string text) =>
        _html
            .Open("span", ("class", "key"))
            .Open("svg", ("class", "swatch"), ("aria-hidden", "true"))
            .Element("rect", null, ("class", style), ("x", "1"), ("y", "1"), ("width", "16"), ("height", "10"), ("rx", "2"))
            .Close()
            .Text(text)
            .Close();

    private void WriteRow(DifyWorkflowNode node, string id)
    {
        var facts = node.Facts;
        _html.Open("li", ("class", "row depth" + Math.Min(3, node.Depth)), ("tabindex", "0"), ("aria-describedby", id));
        _html.Open("span", ("class", "name")).Element("bdi", NodeTexts.Title(node));
        _html.Element("small", NodeTexts.Remarks(node), ("class", facts.IsFailed ? "bad" : "dim")).Close();
        _html.Open("svg", ("class", "track"), ("aria-hidden", "true"));
        foreach (var tick in _time.Ticks)
        {
            _html.Element(
                "line",
                null,
                ("class", "grid"),
                ("x1", _time.Percent(tick)),
                ("x2", _time.Percent(tick)),
                ("y1", "0"),
                ("y2", "100%")
            );
        }
        // What took hardly any time is still there.
        var from = Math.Min(0.994, _time.Part(node.Start.TotalSeconds));
        var width = Math.Max(0.006, _time.Part(facts.End.TotalSeconds) - from);
        var style =
            facts.IsFailed ? "bar failed"
            : node.Elapsed is null ? "bar open"
            : "bar " + NodeTexts.Class(facts.Kind);
        _html.Element(
            "rect",
            null,
            ("class", style),
            ("x", Percent(from)),
            ("y", "6"),
            ("width", Percent(width)),
            ("height", "16"),
            ("rx", "3")
        );
        foreach (var time in facts.RetryTimes)
            WriteRetry(_time.Percent(time.TotalSeconds));
        _html.Close().Element("span", NodeTexts.Time(node), ("class", "value"));
        _html.Open("dl", ("class", "facts tip"), ("id", id), ("role", "tooltip"));
        foreach (var (name, value) in NodeTexts.Facts(node))
            _html.Element("dt", name).Element("dd", value, ("dir", "auto"));
        _html.Close().Close().Line();
    }

    private void WriteRetry(string at) => _html
        .Element("line", null, ("class", "retry"), ("x1", at), ("x2", at), ("y1", "0"), ("y2", "100%"));

    private void WriteTokens()
    {
        var nodes = _run.Nodes.Where(node => node.Facts.Kind != NodeKind.Container && (node.Tokens > 0 || node.Cost > 0)).ToList();
        if (nodes.Count == 0)
            return;
        var tokens = Scale.Counts(nodes.Max(node => node.Tokens ?? 0));
        _html.Open("figure", ("class", "tokens")).Element("figcaption", Strings.PageTokensAndCost).Open("ol", ("class", "rows"));
        foreach (var node in nodes)
        {
            _html.Open("li", ("class", "row")).Open("span", ("class", "name")).Element("bdi", NodeTexts.Title(node)).Close()
                .Open("svg", ("class", "track"), ("aria-hidden", "true"))
                .Element(
                    "rect",
                    null,
                    ("class", "bar model"),
                    ("x", "0"),
                    ("y", "6"),
                    ("width", tokens.Percent(node.Tokens ?? 0)),
                    ("height", "16"),
                    ("rx", "3")
                )
                .Close()
                .Element("span", NodeTexts.TokensAndCost(node), ("class", "value"))
                .Close()
                .Line();
        }

        _html.Close().Close().Line();
    }

    private void WriteTable()
    {
        _html
            .Element("h3", Strings.PageAllNodes)
            .Open("div", ("class", "wide"), ("tabindex", "0"), ("role", "region"), ("aria-label", Strings.PageAllNodes))
            .Open("table")
            .Open("thead")
            .Open("tr");
        foreach (var (name, isNumber) in NodeTexts.Columns)
            _html.Element("th", name, ("scope", "col"), ("class", isNumber ? "number" : null));
        _html.Close().Close().Open("tbody").Line();
        foreach (var node in _run.Nodes)
        {
            var cells = NodeTexts.Cells(node);
            _html.Open("tr").Element("th", cells[0], ("scope", "row"), ("dir", "auto"), ("class", "depth" + Math.Min(3, node.Depth)));
            for (var i = 1; i < cells.Count; i++)
            {
                _html.Element(
                    "td",
                    cells[i],
                    ("dir", "auto"),
                    (
                        "class",
                        NodeTexts.Columns[i].IsNumber ? "number"
                        : i == cells.Count - 1 ? "error"
                        : null
                    )
                );
            }
            _html.Close().Line();
        }

        _html.Close().Close().Close().Line();
    }

    private static string Percent(double part) => HtmlWriter.Number(part * 100) + "%";
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using DifyPS.Common;
using DifyPS.Output.Files;
using DifyPS.Output.Html;
using DifyPS.Output.Usage;
using DifyPS.Runs;

namespace DifyPS.Output.Charts;

/// <summary>Usage as a page: an app's days as charts, and a table of them all.</summary>
internal sealed class UsagePage
{
    private static readonly (string Name, bool IsNumber)[] Columns =
    {
        (Strings.PageColumnApp, false), (Strings.PageColumnDay, false), (Strings.PageColumnRuns, true), (Strings.PageColumnFailed, true),
        (Strings.PageColumnTokens, true), (Strings.PageColumnCost, true), ("P50", true), ("P90", true), ("P99", true),
    };

    private readonly IReadOnlyList<DifyUsage> _usage;
    private readonly UsagePeriod _period;
    private readonly HtmlWriter _html;

    private UsagePage(IReadOnlyList<DifyUsage> usage, UsagePeriod period, HtmlWriter html)
    {
        _usage = usage;
        _period = period;
        _html = html;
    }

    /// <summary>Writes the page.</summary>
    public static FileInfo Save(IReadOnlyList<DifyUsage> usage, UsagePeriod period, ExportFile file) =>
        new HtmlPage(Strings.PageUsage, "chart.css", "usage.css", "chart.js").Save(file, html =>
            new UsagePage(usage, period, html).Write()
        );

    private void Write()
    {
        _html.Open("header", ("class", "page")).Element("h1", Strings.PageUsage);
        _html.Element("p", Strings.FormatPageUsagePeriod(Day(_period.First), Day(_period.Last)), ("class", "dim")).Close().Line();
        if (_usage.Count == 0)
            _html.Element("p", Strings.PageUsageNone, ("class", "dim"));
        foreach (var app in _usage.GroupBy(day => day.App))
            WriteApp(app.Key, app.ToList());
        if (_usage.Count > 0)
            WriteTable();
        _html
            .Open("footer", ("class", "page"))
            .Text(Strings.PageWritten + " ")
            .Time(DateTimeOffset.Now)
            .Text(". " + Strings.PageUsageNote)
            .Close();
    }

    private void WriteApp(string name, IReadOnlyList<DifyUsage> days)
    {
        _html.Open("section").Open("h2").Element("bdi", name).Close();
        _html.Element("p", Totals(days), ("class", "dim"));
        var chart = new DayChart(_html, days, _period);
        _html.Open("div", ("class", "charts"));
        chart.WriteBars(
            days[0].Source == UsageReader.Log ? Strings.PageChartRuns : Strings.PageChartMessages,
            Scale.Counts(days.Max(day => day.Runs)),
            day => day.Runs,
            day => day.Failed,
            day => Strings.FormatPageDayRuns(DisplayFormat.Count(day.Failed), DisplayFormat.Count(day.Runs))
        );
        if (days.Any(day => day.Tokens > 0))
        {
            chart.WriteBars(
                Strings.PageColumnTokens,
                Scale.Counts(days.Max(day => day.Tokens ?? 0)),
                day => day.Tokens ?? 0,
                null,
                day => day.Tokens is { } tokens ? ResultSummary.Tokens(tokens) : Strings.PageUnknown
            );
        }
        foreach (var currency in days.SelectMany(day => day.Costs.Keys).Distinct().OrderBy(one => one, StringComparer.Ordinal))
        {
            decimal Cost(DifyUsage day) => day.Costs.TryGetValue(currency, out var cost) ? cost : 0;
            chart.WriteBars(
                Strings.FormatPageChartCost(currency), Scale.Money(days.Max(Cost)), day => (double)Cost(day), null,
                day => day.Costs.ContainsKey(currency) ? DisplayFormat.Money(Cost(day), currency) : Strings.PageUnknown);
        }

        if (days.Any(day => day.LatencyP99 is not null))
        {
            chart.WriteLatency(
                days[0].Source == UsageReader.Log ? Strings.PageChartRunTime : Strings.PageChartModelTime
            );
        }
        _html.Close().Close().Line();
    }

    private static string Totals(IReadOnlyList<DifyUsage> days)
    {
        var runs = days.Sum(day => day.Runs);
        var failed = days.Sum(day => day.Failed);
        var parts = new List<string> { Strings.FormatPageDayRuns(DisplayFormat.Count(failed), DisplayFormat.Count(runs)) };
        if (days.Any(day => day.Tokens is not null))
            parts.Add(ResultSummary.Tokens(days.Sum(day => day.Tokens ?? 0)));
        parts.AddRange(
            days.SelectMany(day => day.Costs)
                .GroupBy(cost => cost.Key)
                .Select(cost => DisplayFormat.Money(cost.Sum(one => one.Value), cost.Key))
        );
        var unpriced = days.Sum(day => day.Unpriced);
        if (unpriced > 0)
            parts.Add(unpriced == runs ? Strings.PageNoPrices : Strings.FormatPageUnpriced(DisplayFormat.Count(unpriced)));
        return string.Join(" · ", parts);
    }

    private void WriteTable()
    {
        _html
            .Element("h2", Strings.PageAllDays)
            .Open("div", ("class", "wide"), ("tabindex", "0"), ("role", "region"), ("aria-label", Strings.PageAllDays))
            .Open("table")
            .Open("thead")
            .Open("tr");
        foreach (var (name, isNumber) in Columns)
            _html.Element("th", name, ("scope", "col"), ("class", isNumber ? "number" : null));
        _html.Close().Close().Open("tbody").Line();
        foreach (var day in _usage)
        {
            var cells = new[]
            {
                Day(day.Day), DisplayFormat.Count(day.Runs), DisplayFormat.Count(day.Failed), DisplayFormat.Count(day.Tokens),
                string.Join(" + ", day.Costs.Select(cost => DisplayFormat.Money(cost.Value, cost.Key))),
                DisplayFormat.Duration(day.LatencyP50), DisplayFormat.Duration(day.LatencyP90), DisplayFormat.Duration(day.LatencyP99),
            };
            _html.Open("tr").Element("th", day.App, ("scope", "row"), ("dir", "auto"));
            for (var i = 0; i < cells.Length; i++)
                _html.Element("td", cells[i], ("class", Columns[i + 1].IsNumber ? "number" : "day"));
            _html.Close().Line();
        }

        _html.Close().Close().Close().Line();
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DifyPS.Common;
using DifyPS.Output.Html;

namespace DifyPS.Output.Charts;

/// <summary>
/// Charts of an app's days. Across, everything is in percent, so that a chart is as wide as its page and its text as large as
/// other text; upwards it is pixels.
/// </summary>
internal sealed class DayChart
{
    // Room for what a day says when somebody points at it.
    private const double Top = 24;
    private const double Bottom = 164;
    private const double Height = 186;

    private readonly HtmlWriter _html;
    private readonly UsagePeriod _period;
    private readonly IReadOnlyDictionary<DateTime, DifyUsage> _days;
    private readonly int _count;

    public DayChart(HtmlWriter html, IReadOnlyList<DifyUsage> days, UsagePeriod period)
    {
        _html = html;
        _period = period;
        _days = days.ToDictionary(day => day.Day);
        _count = (int)(period.Last - period.First).TotalDays + 1;
    }

    /// <summary>Bars; what failed is at the foot of its day.</summary>
    public void WriteBars(
        string title,
        Scale scale,
        Func<DifyUsage, double> value,
        Func<DifyUsage, double>? failed,
        Func<DifyUsage, string> text
    )
    {
        Begin(title);
        if (failed is not null)
        {
            WriteKey("bar done", Strings.PageLegendDone);
            WriteKey("bar failed", Strings.PageLegendFailed);
        }

        Plot(scale);
        WriteDays(text, (day, at) =>
        {
            var bad = failed?.Invoke(day) ?? 0;
            WriteBar("bar done", at, scale, bad, value(day));
            WriteBar("bar failed", at, scale, 0, bad);
        });
        End();
    }

    /// <summary>Lines of the percentiles, each of its own kind.</summary>
    public void WriteLatency(string title)
    {
        var lines = new (string Name, string Style, Func<DifyUsage, TimeSpan?> Value)[]
        {
            ("P99", "line p99", day => day.LatencyP99),
            ("P90", "line p90", day => day.LatencyP90),
            ("P50", "line p50", day => day.LatencyP50),
        };
        var scale = Scale.Seconds(_days.Values.Max(day => day.LatencyP99?.TotalSeconds ?? 0));
        Begin(title);
        foreach (var line in lines)
        {
            _html.Open("span", ("class", "key")).Open("svg", ("class", "swatch"), ("aria-hidden", "true"));
            _html
                .Element("line", null, ("class", line.Style), ("x1", "0"), ("x2", "18"), ("y1", "6"), ("y2", "6"))
                .Close()
                .Text(line.Name)
                .Close();
        }

        Plot(scale);
        foreach (var line in lines)
            WriteLine(line.Style, line.Value, scale);
        WriteDays(
            day =>
                string.Join(
                    " · ",
                    lines
                        .AsEnumerable()
                        .Reverse()
                        .Where(line => line.Value(day) is not null)
                        .Select(line => $"{line.Name} {DisplayFormat.Duration(line.Value(day))}")
                ),
            (day, at) =>
            {
                foreach (var line in lines.Where(line => line.Value(day) is not null))
                {
                    _html.Element(
                        "circle",
                        null,
                        ("class", line.Style),
                        ("cx", Percent(at + 0.5)),
                        ("cy", Y(scale, line.Value(day)!.Value.TotalSeconds)),
                        ("r", "3.5")
                    );
                }
            }
        );
        End();
    }

    private void WriteLine(string style, Func<DifyUsage, TimeSpan?> value, Scale scale)
    {
        // A day without runs is a gap.
        for (var at = 1; at < _count; at++)
        {
            if (Find(at - 1) is { } before && value(before) is { } from && Find(at) is { } day && value(day) is { } to)
            {
                _html.Element(
                    "line",
                    null,
                    ("class", style),
                    ("x1", Percent(at - 0.5)),
                    ("x2", Percent(at + 0.5)),
                    ("y1", Y(scale, from.TotalSeconds)),
                    ("y2", Y(scale, to.TotalSeconds))
                );
            }
        }
    }

    private void Begin(string title) => _html.Open("figure").Element("figcaption", title).Open("p", ("class", "legend"));

    private void WriteKey(string style, string text) =>
        _html
            .Open("span", ("class", "key"))
            .Open("svg", ("class", "swatch"), ("aria-hidden", "true"))
            .Element("rect", null, ("class", style), ("x", "1"), ("y", "1"), ("width", "16"), ("height", "10"))
            .Close()
            .Text(text)
            .Close();

    private void Plot(Scale scale)
    {
        // Not on the drawing itself: Chromium has the Tab key stop at drawings that listen.
        _html
            .Close()
            .Open("div", ("class", "chart"), ("data-keys", "ArrowLeft ArrowRight"))
            .Open("svg", ("class", "scale"), ("aria-hidden", "true"));
        foreach (var tick in scale.Ticks)
            _html.Element("text", scale.Label(tick), ("x", "100%"), ("y", Y(scale, tick)), ("dy", "4"), ("text-anchor", "end"));
        _html.Close().Open("svg", ("class", "plot"), ("role", "group"));
        foreach (var tick in scale.Ticks)
        {
            _html.Element(
                "line",
                null,
                ("class", tick == 0 ? "zero" : "grid"),
                ("x1", "0"),
                ("x2", "100%"),
                ("y1", Y(scale, tick)),
                ("y2", Y(scale, tick))
            );
        }
        // As many dates as have room on a small screen.
        var every = Math.Max(1, (int)Math.Ceiling(_count / 5.0));
        for (var at = 0; at < _count; at += every)
        {
            _html.Element(
                "text",
                Short(_period.First.AddDays(at)),
                ("x", Percent(at + 0.5)),
                ("y", HtmlWriter.Number(Height - 4)),
                ("text-anchor", "middle")
            );
        }
    }

    private void WriteDays(Func<DifyUsage, string> text, Action<DifyUsage, int> draw)
    {
        for (var at = 0; at < _count; at++)
        {
            if (Find(at) is not { } day)
                continue;
            var said = Short(day.Day) + ": " + text(day);
            _html.Open("g", ("class", "day"), ("tabindex", "0"), ("role", "img"), ("aria-label", said));
            _html.Element(
                "rect",
                null,
                ("class", "hit"),
                ("x", Percent(at)),
                ("y", HtmlWriter.Number(Top)),
                ("width", Percent(1)),
                ("height", HtmlWriter.Number(Bottom - Top))
            );
            draw(day, at);
            _html.Element("text", said, ("class", "said"), ("x", "0"), ("y", "12")).Close().Line();
        }
    }

    private void WriteBar(string style, int at, Scale scale, double from, double to)
    {
        if (to <= from)
            return;
        var (low, high) = (Place(scale, from), Place(scale, to));
        // The least of something is still to be seen.
        _html.Element(
            "rect",
            null,
            ("class", style),
            ("x", Percent(at + 0.14)),
            ("width", Percent(0.72)),
            ("y", HtmlWriter.Number(Math.Min(high, low - 1.5))),
            ("height", HtmlWriter.Number(Math.Max(1.5, low - high)))
        );
    }

    private void End() => _html.Close().Close().Close().Line();

    private DifyUsage? Find(int at) => _days.TryGetValue(_period.First.AddDays(at), out var day) ? day : null;

    private string Percent(double days) => HtmlWriter.Number(days * 100 / _count) + "%";

    private static double Place(Scale scale, double value) => Bottom - (scale.Part(value) * (Bottom - Top));

    private static string Y(Scale scale, double value) => HtmlWriter.Number(Place(scale, value));

    private static string Short(DateTime day) => day.ToString("MM-dd", CultureInfo.InvariantCulture);
}

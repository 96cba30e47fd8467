using System;
using System.Collections.Generic;
using System.Globalization;
using DifyPS.Output.Html;

namespace DifyPS.Output.Charts;

/// <summary>An axis from zero to a round number, with round numbers on it.</summary>
internal sealed class Scale
{
    private static readonly double[] RoundTimes =
        { 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800, 2592000 };

    private readonly Func<double, string> _label;

    private Scale(double most, double step, bool endsRound, Func<double, string> label)
    {
        _label = label;
        End = most <= 0 ? step : endsRound ? Math.Ceiling(Math.Round(most / step, 6)) * step : most;
        var ticks = new List<double>();
        for (var i = 0; i * step <= End * 1.000001; i++)
            ticks.Add(i * step);
        Ticks = ticks;
    }

    /// <summary>Where the axis ends.</summary>
    public double End { get; }

    /// <summary>The round numbers, from zero on.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>Numbers of something that comes whole.</summary>
    public static Scale Counts(double most) => new(most, Math.Max(1, Step(most / 4)), endsRound: true, Count(most));

    /// <summary>Amounts of money.</summary>
    public static Scale Money(decimal most) => new((double)most, Step((double)most / 4), endsRound: true, Plain);

    /// <summary>Seconds, upwards.</summary>
    public static Scale Seconds(double most) => Times(most, most / 4, endsRound: true);

    /// <summary>Seconds of a run, that ends where the run does; a millisecond at the least.</summary>
    public static Scale Run(double most) => Times(Math.Max(0.001, most), Math.Max(0.001, most) / 6, endsRound: false);

    /// <summary>A number's text on the axis.</summary>
    public string Label(double tick) => _label(tick);

    /// <summary>Where a number lies on the axis, as an attribute takes it.</summary>
    public string Percent(double value) => HtmlWriter.Number(Part(value) * 100) + "%";

    /// <summary>Where a number lies on the axis, from 0 to 1.</summary>
    public double Part(double value) => End <= 0 ? 0 : Math.Min(1, Math.Max(0, value / End));

    private static Scale Times(double most, double about, bool endsRound) =>
        new(
            most,
            about > 30
                ? Array.Find(RoundTimes, step => step >= about) is var step and > 0
                    ? step
                    : Step(about)
                : Step(about),
            endsRound,
            Time
        );

    // 1, 2 or 5 with zeros.
    private static double Step(double about)
    {
        if (about <= 0)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(about)));
        var digits = Math.Round(about / power, 6);
        return (digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 5 ? 5 : 10) * power;
    }

    // One unit for all numbers of an axis.
    private static Func<double, string> Count(double most)
    {
        var (unit, name) = most switch { >= 1e9 => (1e9, " G"), >= 1e6 => (1e6, " M"), >= 1e4 => (1e3, " k"), _ => (1d, "") };
        return number => number == 0 ? "0" : Plain(Math.Round(number / unit, 6)) + name;
    }

    private static string Plain(double number) => number.ToString("#,##0.##########", CultureInfo.InvariantCulture);

    private static string Time(double seconds) => seconds switch
    {
        0 => "0",
        < 1 => Plain(Math.Round(seconds * 1000, 6)) + " ms",
        < 60 => Plain(Math.Round(seconds, 6)) + " s",
        < 3600 => Plain(Math.Round(seconds / 60, 2)) + " min",
        < 86400 => Plain(Math.Round(seconds / 3600, 2)) + " h",
        _ => Plain(Math.Round(seconds / 86400, 2)) + " d",
    };
}

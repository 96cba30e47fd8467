using System;
using System.Linq;
using DifyPS.Output.Charts;
using DifyPS.Output.Usage;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>Percentiles, exact of a few and one percent off at the most of many; and axes with round numbers.</summary>
public sealed class LatencySketchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(500)]
    public void Percentiles_of_a_few_are_those_of_the_values(int count)
    {
        var values = Values(count);
        var sketch = Sketch(values);
        Assert.True(sketch.IsExact);
        foreach (var part in new[] { 0.01, 0.5, 0.9, 0.99, 1 })
            Assert.Equal(Exact(values, part), sketch.Quantile(part)!.Value.TotalSeconds, 1e-6);
    }

    [Theory]
    [InlineData(501)]
    [InlineData(100_000)]
    public void Percentiles_of_many_are_one_percent_off_at_the_most(int count)
    {
        var values = Values(count);
        var sketch = Sketch(values);
        Assert.False(sketch.IsExact);
        Assert.Equal(count, sketch.Count);
        foreach (var part in new[] { 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1 })
        {
            var exact = Exact(values, part);
            Assert.InRange(
                sketch.Quantile(part)!.Value.TotalSeconds,
                (exact * (1 - LatencySketch.Error)) - 1e-6,
                (exact * (1 + LatencySketch.Error)) + 1e-6
            );
        }

        Assert.Equal(values.Max(), sketch.Most!.Value.TotalSeconds, 1e-6);
    }

    [Fact]
    public void Nothing_has_no_percentiles()
    {
        Assert.Null(new LatencySketch().Quantile(0.5));
        Assert.Null(new LatencySketch().Most);
    }

    [Fact]
    public void A_million_take_no_more_memory_than_their_spread()
    {
        var sketch = Sketch(Values(600));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000_000; i++)
            sketch.Add(0.001 + (i % 10_000 * 0.01));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Theory]
    [InlineData("count", 0, "0 1")]
    [InlineData("count", 3, "0 1 2 3")]
    [InlineData("count", 187, "0 50 100 150 200")]
    [InlineData("count", 17_347, "0 5 k 10 k 15 k 20 k")]
    [InlineData("count", 2_300_000, "0 1 M 2 M 3 M")]
    [InlineData("money", 0.0232, "0 0.01 0.02 0.03")]
    [InlineData("seconds", 3.7, "0 1 s 2 s 3 s 4 s")]
    [InlineData("seconds", 0.037, "0 10 ms 20 ms 30 ms 40 ms")]
    [InlineData("seconds", 400, "0 2 min 4 min 6 min 8 min")]
    [InlineData("run", 10.7, "0 2 s 4 s 6 s 8 s 10 s")]
    [InlineData("run", 7200, "0 30 min 1 h 1.5 h 2 h")]
    [InlineData("run", 0, "0 0.2 ms 0.4 ms 0.6 ms 0.8 ms 1 ms")]
    public void Axes_have_round_numbers(string kind, double most, string ticks)
    {
        var scale = kind switch
        {
            "count" => Scale.Counts(most),
            "money" => Scale.Money((decimal)most),
            "run" => Scale.Run(most),
            _ => Scale.Seconds(most),
        };
        Assert.Equal(ticks, string.Join(' ', scale.Ticks.Select(scale.Label)));
        Assert.True(scale.End >= most);
    }

    private static double[] Values(int count)
    {
        // Most are short and some are very long, as latencies are.
        var random = new Random(4711);
        return Enumerable.Range(0, count).Select(_ => Math.Exp((random.NextDouble() * 9) - 5)).ToArray();
    }

    private static double Exact(double[] values, double part) =>
        values.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(Math.Round(part * values.Length, 6)) - 1));

    private static LatencySketch Sketch(double[] values)
    {
        var sketch = new LatencySketch();
        foreach (var value in values)
            sketch.Add(value);
        return sketch;
    }
}

using System;
using System.Collections.Generic;

namespace DifyPS.Output.Usage;

/// <summary>
/// Percentiles of any number of durations in little memory. A few are kept as they are. Of many, it is counted how many lie
/// in each of a row of buckets whose borders grow by a constant factor, so that the middle of a bucket is at the most one
/// percent off all that is in it: what is known as a DDSketch (Masson, Rim and Lee, 2019).
/// </summary>
internal sealed class LatencySketch
{
    /// <summary>How far off a percentile of many may be.</summary>
    public const double Error = 0.01;

    private const int FewAtMost = 500;
    private const double Factor = (1 + Error) / (1 - Error);
    // What is shorter is as good as nothing.
    private const double Shortest = 1e-6;

    private static readonly double LogFactor = Math.Log(Factor);

    private List<double>? _few = new();
    private SortedDictionary<int, long>? _buckets;
    private double _most;

    /// <summary>How many durations there are.</summary>
    public long Count { get; private set; }

    /// <summary>The longest.</summary>
    public TimeSpan? Most => Count == 0 ? null : TimeSpan.FromSeconds(_most);

    /// <summary>Whether percentiles are those of the values themselves.</summary>
    public bool IsExact => _few is not null;

    /// <summary>Takes a duration in.</summary>
    public void Add(double seconds)
    {
        Count++;
        _most = Math.Max(_most, seconds);
        if (_few is { } few)
        {
            few.Add(seconds);
            if (few.Count <= FewAtMost)
                return;
            _few = null;
            _buckets = new SortedDictionary<int, long>();
            foreach (var one in few)
                Put(one);
            return;
        }

        Put(seconds);
    }

    /// <summary>The shortest duration that so large a part of all does not exceed; null when there are none.</summary>
    public TimeSpan? Quantile(double part)
    {
        if (Count == 0)
            return null;
        var rank = Math.Max(1, (long)Math.Ceiling(Math.Round(part * Count, 6)));
        if (_few is { } few)
        {
            few.Sort();
            return TimeSpan.FromSeconds(few[(int)rank - 1]);
        }

        foreach (var bucket in _buckets!)
        {
            rank -= bucket.Value;
            if (rank <= 0)
                return TimeSpan.FromSeconds(Math.Min(_most, Middle(bucket.Key)));
        }

        return Most;
    }

    private static double Middle(int bucket) => 2 * Math.Pow(Factor, bucket) / (Factor + 1);

    private void Put(double seconds)
    {
        var bucket = (int)Math.Ceiling(Math.Log(Math.Max(Shortest, seconds)) / LogFactor);
        _buckets![bucket] = (_buckets.TryGetValue(bucket, out var count) ? count : 0) + 1;
    }
}

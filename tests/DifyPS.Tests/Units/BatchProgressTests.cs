using System;
using DifyPS.Pipeline.Batch;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class BatchProgressTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    [Fact]
    public void Without_an_expected_number_no_end_is_promised()
    {
        var record = BatchProgress.Record(
            "Run",
            new BatchCounts { Succeeded = 90, Failed = 10 },
            4,
            expected: 0,
            TimeSpan.FromSeconds(50),
            Now
        );
        Assert.Equal((-1, -1), (record.PercentComplete, record.SecondsRemaining));
        Assert.StartsWith("100 done, 10 failed, 4 in flight, 2", record.StatusDescription);
        Assert.EndsWith("/s", record.StatusDescription);
    }

    [Fact]
    public void The_end_is_told_by_the_rate_so_far_and_what_was_known_before_costs_no_time()
    {
        var record = BatchProgress.Record(
            "Run",
            new BatchCounts
            {
                Succeeded = 90,
                Failed = 10,
                Skipped = 200,
            },
            4,
            expected: 1000,
            TimeSpan.FromSeconds(50),
            Now
        );
        Assert.Equal((30, 350), (record.PercentComplete, record.SecondsRemaining));
        Assert.Contains("700 to go, until", record.StatusDescription);
        Assert.Contains("09", record.StatusDescription);
    }

    [Fact]
    public void More_items_than_expected_are_no_more_than_all()
    {
        var record = BatchProgress.Record("Run", new BatchCounts { Succeeded = 12 }, 1, expected: 10, TimeSpan.FromSeconds(6), Now);
        Assert.Equal((100, 0), (record.PercentComplete, record.SecondsRemaining));
    }
}

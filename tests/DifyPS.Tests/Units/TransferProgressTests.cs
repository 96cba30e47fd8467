using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Pipeline;
using DifyPS.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class TransferProgressTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_short_transfer_shows_nothing()
    {
        var shown = new List<ProgressRecord>();
        using (var progress = new TransferProgress(shown.Add, "Sending a", 10, _clock))
            progress.Report(10);
        Assert.Empty(shown);
    }

    [Fact]
    public void A_long_one_shows_a_few_and_that_it_is_over()
    {
        var shown = new List<ProgressRecord>();
        using (var progress = new TransferProgress(shown.Add, "Sending a", 4 * 1024 * 1024, _clock))
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            for (var i = 0; i < 1000; i++)
                progress.Report(1024 * 1024);
        }

        Assert.Equal([ProgressRecordType.Processing, ProgressRecordType.Completed], shown.Select(r => r.RecordType));
        Assert.Equal(("Sending a", 25), (shown[0].Activity, shown[0].PercentComplete));
        Assert.Single(shown.Select(r => r.ActivityId).Distinct());
    }

    [Fact]
    public void Without_a_total_there_is_no_percentage()
    {
        var shown = new List<ProgressRecord>();
        using var progress = new TransferProgress(shown.Add, "Saving a", null, _clock);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        progress.Report(1024 * 1024);
        Assert.Equal(-1, Assert.Single(shown).PercentComplete);
    }

    [Fact]
    public void Steps_are_shown_at_any_time()
    {
        var shown = new List<ProgressRecord>();
        using var progress = new QuietProgress(shown.Add, "Following a", _clock);
        progress.Show("one");
        progress.Show("two");
        progress.Report(() => "three");
        Assert.Equal(["one", "two"], shown.Select(record => record.StatusDescription));
    }
}

using System;
using Dify.Client.Tests.Fakes;
using Dify.TestSupport;
using Xunit;

namespace Dify.Client.Tests;

/// <summary>No test can hang the suite.</summary>
public sealed class TimeLimitTests
{
    private readonly ManualTime _time = new();
    private string? _ended;
    private int _stopped;

    [Fact]
    public void A_test_that_ends_in_time_passes()
    {
        var watch = Watch();
        _time.Advance(TimeSpan.FromSeconds(9));
        watch.Finish();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, _stopped);
        Assert.Null(_ended);
    }

    [Fact]
    public void A_test_that_takes_too_long_is_stopped_and_has_failed()
    {
        var watch = Watch();
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, _stopped);
        Assert.Contains("'slow'", Assert.Throws<TimeoutException>(watch.Finish).Message);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_ended);
    }

    [Fact]
    public void A_test_that_does_not_stop_ends_the_run_by_its_name()
    {
        Watch();
        _time.Advance(TimeSpan.FromSeconds(11));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Contains("'slow'", _ended);
    }

    private TestWatch Watch()
    {
        var watch = new TestWatch("slow", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), message => _ended = message, _time);
        watch.OnExpired(() => _stopped++);
        return watch;
    }
}

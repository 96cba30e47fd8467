using System;
using DifyPS.Pipeline.Batch;
using DifyPS.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class ThrottleGateTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void So_many_at_once_and_no_more()
    {
        var gate = Gate(3);
        Assert.True(gate.TryEnter(2, out _));
        Assert.False(gate.TryEnter(3, out var wait));
        Assert.Null(wait);
    }

    [Fact]
    public void Starts_are_spread_evenly_over_the_minute()
    {
        var gate = Gate(100, perMinute: 60);
        Assert.True(gate.TryEnter(0, out _));
        Assert.False(gate.TryEnter(0, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(gate.TryEnter(0, out _));
        // After a quiet time no burst makes up for it.
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True(gate.TryEnter(0, out _));
        Assert.False(gate.TryEnter(0, out _));
    }

    [Fact]
    public void What_was_not_sent_gives_its_share_of_the_minute_back()
    {
        var gate = Gate(100, perMinute: 60);
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(gate.TryEnter(0, out _));
            gate.GiveBack();
        }

        Assert.True(gate.TryEnter(0, out _));
        Assert.False(gate.TryEnter(0, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(1), wait);
    }

    [Fact]
    public void A_busy_server_halves_the_number_once_and_it_comes_back_step_by_step()
    {
        var gate = Gate(16);
        gate.OnRefused(null);
        gate.OnRefused(null);
        Assert.Equal(8, gate.Limit);
        _clock.Advance(TimeSpan.FromSeconds(2));
        gate.OnRefused(null);
        Assert.Equal(4, gate.Limit);
        for (var i = 0; i < 4; i++)
            gate.OnDone();
        Assert.Equal(5, gate.Limit);
        for (var i = 0; i < 10_000; i++)
            gate.OnDone();
        Assert.Equal(16, gate.Limit);
    }

    [Fact]
    public void The_servers_own_word_holds_all_back()
    {
        var gate = Gate(4);
        gate.OnRefused(TimeSpan.FromSeconds(7));
        Assert.False(gate.TryEnter(0, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(7), wait);
        _clock.Advance(TimeSpan.FromSeconds(7));
        Assert.True(gate.TryEnter(0, out _));
    }

    [Fact]
    public void No_word_of_a_server_holds_all_back_for_ever()
    {
        var gate = Gate(4);
        gate.OnRefused(TimeSpan.FromDays(365));
        Assert.False(gate.TryEnter(0, out var wait));
        Assert.Equal(ThrottleGate.LongestPause, wait);
    }

    [Fact]
    public void One_is_always_let_through()
    {
        var gate = Gate(1);
        gate.OnRefused(null);
        Assert.Equal(1, gate.Limit);
        Assert.True(gate.TryEnter(0, out _));
    }

    private ThrottleGate Gate(int limit, int perMinute = 0) => new(new BatchOptions(limit, perMinute, Ordered: false), _clock);
}

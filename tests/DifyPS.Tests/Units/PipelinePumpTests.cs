using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Pipeline;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class PipelinePumpTests
{
    [Fact]
    public void Everything_posted_runs_on_the_calling_thread_in_order()
    {
        var here = Environment.CurrentManagedThreadId;
        var seen = new List<int>();
        PipelinePump.Run(
            async (pipeline, _) =>
            {
                for (var i = 0; i < 5000; i++)
                {
                    var n = i;
                    pipeline.Post(() => seen.Add(Environment.CurrentManagedThreadId == here ? n : -1));
                }

                // As long as the work has not left that thread, nobody waits for it.
                Assert.Equal(here, await pipeline.InvokeAsync(() => Environment.CurrentManagedThreadId, CancellationToken.None));
                Assert.Equal(5000, seen.Count);
                Assert.Equal(here, Environment.CurrentManagedThreadId);
                await Task.Yield();
                Assert.Equal(here, await pipeline.InvokeAsync(() => Environment.CurrentManagedThreadId, CancellationToken.None));
                Assert.NotEqual(here, Environment.CurrentManagedThreadId);
            },
            CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 5000), seen);
    }

    [Fact]
    public void The_works_own_error_comes_out_after_what_it_posted()
    {
        var posted = false;
        var error = Assert.Throws<InvalidOperationException>(() => PipelinePump.Run(
            (pipeline, _) =>
            {
                pipeline.Post(() => posted = true);
                throw new InvalidOperationException("mine");
            },
            CancellationToken.None));
        Assert.True(posted);
        Assert.Equal("mine", error.Message);
    }

    [Fact]
    public void An_error_on_the_pipeline_cancels_the_work_and_lets_go_of_a_full_queue()
    {
        var cancelled = false;
        Assert.Throws<InvalidOperationException>(() => PipelinePump.Run(
            async (pipeline, token) =>
            {
                await Task.Yield();
                pipeline.Post(() => throw new InvalidOperationException("downstream has enough"));
                for (var i = 0; i < 10_000 && !token.IsCancellationRequested; i++)
                    pipeline.Post(() => throw new NotSupportedException("this must not run"));
                cancelled = token.WaitHandle.WaitOne(TimeSpan.FromSeconds(10));
            },
            CancellationToken.None));
        Assert.True(cancelled);
    }

    [Fact]
    public void An_invoked_functions_error_belongs_to_the_work()
    {
        PipelinePump.Run(
            async (pipeline, token) =>
                await Assert.ThrowsAsync<TimeoutException>(() => pipeline.InvokeAsync<int>(() => throw new TimeoutException(), token)),
            CancellationToken.None);
    }

    [Fact]
    public void What_was_posted_before_an_invoked_function_ends_the_pump_by_its_own_error()
    {
        var isCalled = false;
        var seen = string.Empty;
        Assert.Throws<TimeoutException>(() => PipelinePump.Run(
            async (pipeline, token) =>
            {
                pipeline.Post(() => seen += "first ");
                pipeline.Post(() => throw new TimeoutException());
                pipeline.Post(() => seen += "third");
                try
                {
                    await pipeline.InvokeAsync(() => isCalled = true, token);
                }
                catch (OperationCanceledException)
                {
                    seen += "cancelled";
                }
            },
            CancellationToken.None));
        Assert.Equal("first cancelled", seen);
        Assert.False(isCalled);
    }

    [Fact]
    public void A_pipeline_that_is_stopped_in_an_invoked_function_is_stopped()
    {
        var isCancelled = false;
        Assert.Throws<PipelineStoppedException>(() => PipelinePump.Run(
            async (pipeline, token) =>
            {
                try
                {
                    await pipeline.InvokeAsync<int>(() => throw new PipelineStoppedException(), token);
                }
                catch (OperationCanceledException)
                {
                    isCancelled = true;
                }
            },
            CancellationToken.None));
        Assert.True(isCancelled);
    }

    [Fact]
    public void Cancelling_reaches_the_work()
    {
        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => PipelinePump.Run(
            async (pipeline, token) =>
            {
                pipeline.Post(source.Cancel);
                await Task.Delay(Timeout.Infinite, token);
            },
            source.Token));
    }

    [Fact]
    public void A_fast_producer_waits_for_a_slow_reader()
    {
        var produced = 0;
        var most = 0;
        var consumed = 0;
        PipelinePump.Run(
            async (pipeline, _) =>
            {
                await Task.Yield();
                for (var i = 0; i < 3000; i++)
                {
                    pipeline.Post(() => most = Math.Max(most, Volatile.Read(ref produced) - consumed++));
                    Interlocked.Increment(ref produced);
                }
            },
            CancellationToken.None);
        Assert.Equal(3000, consumed);
        Assert.InRange(most, 0, 300);
    }
}

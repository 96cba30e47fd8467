using System;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Pipeline;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>What waits for the pipeline thread, and what is let go.</summary>
public sealed class PipelineQueueTests
{
    [Fact]
    public async Task What_waits_for_room_is_let_go_with_the_queue()
    {
        var queue = new PipelineQueue();
        using var full = new SemaphoreSlim(0);
        var isDone = 0;
        // On a thread of its own: what the queue's own thread posts, it does itself where there is no room.
        var post = Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    if (i == 256)
                        full.Release();
                    queue.Post(() => isDone++);
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        await full.WaitAsync(TestContext.Current.CancellationToken);
        queue.Abandon();
        await post.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(queue.TryServe(TimeSpan.Zero, CancellationToken.None));
        Assert.Equal(0, isDone);
    }
}

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Transport;

internal static class Waiting
{
    public static Task DelayAsync(TimeProvider clock, TimeSpan span, CancellationToken cancellationToken) =>
#if NET
        Task.Delay(span, clock, cancellationToken);
#else
        clock.Delay(span, cancellationToken);
#endif

    /// <summary>Waits for something that goes on by itself when the caller gives up.</summary>
    public static async Task UntilAsync(Task task, CancellationToken cancellationToken)
    {
#if NET
        await task.WaitAsync(cancellationToken).ConfigureAwait(false);
#else
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => cancelled.TrySetResult(true)))
        {
            if (await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false) != task)
                cancellationToken.ThrowIfCancellationRequested();
        }

        await task.ConfigureAwait(false);
#endif
    }
}

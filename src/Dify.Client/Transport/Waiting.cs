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
}

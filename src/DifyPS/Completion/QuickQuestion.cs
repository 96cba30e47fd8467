using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Binding;

namespace DifyPS.Completion;

/// <summary>
/// Asks an app something for Tab: only with a key that this process has in memory already, so that no vault is opened, and
/// only for as long as somebody at the prompt would not notice.
/// </summary>
internal static class QuickQuestion
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>The answer; null when there is none in time, for whatever reason.</summary>
    public static T? Ask<T>(AppBinding binding, Func<DifyClient, CancellationToken, Task<T>> question)
        where T : class
    {
        if (KeyCache.Find(binding) is not { } key)
            return null;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var client = new DifyClient(binding.ToServer(), key, new DifyClientOptions { RequestTimeout = Patience, MaxRetries = 0 });
            // Off this thread, whose runspace is busy completing.
            return Task.Run(() => question(client, limit.Token)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is DifyException or OperationCanceledException or ArgumentException)
        {
            return null;
        }
    }
}

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>
/// Has one process at a time, and one piece of its work, see to the keys of an app. The system lets go of it when its holder ends: whoever
/// gets it knows that nobody is at work on what the journal has of the app. Some apps share a lock, so that a thousand of them do not leave
/// a thousand files.
/// </summary>
internal sealed class KeyLock : IDisposable
{
    private const int Locks = 32;
    private const int FirstWait = 20;
    private const int LongestWait = 400;

    // Making a key takes a handful of requests; one of them may wait for a server as long as the client does.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Turns = new(StringComparer.Ordinal);

    private readonly FileStream _file;
    private readonly SemaphoreSlim _turn;

    private KeyLock(FileStream file, SemaphoreSlim turn) => (_file, _turn) = (file, turn);

    /// <summary>Waits for it; throws <c>KeyWorkUnderWay</c> where another process does not come to an end.</summary>
    public static async Task<KeyLock> AcquireAsync(string registryPath, string? appId, CancellationToken cancellationToken)
    {
        var path = PathOf(registryPath, appId);
        var turn = Turns.GetOrAdd(path, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var waited = Stopwatch.StartNew();
            var random = new Random();
            for (var wait = FirstWait; ; wait = Math.Min(wait * 3 / 2, LongestWait))
            {
                if (Open(path, registryPath) is { } file)
                    return new KeyLock(file, turn);
                if (waited.Elapsed > Patience)
                {
                    throw new DifyCommandException(
                        "KeyWorkUnderWay",
                        ErrorCategory.ResourceBusy,
                        Strings.FormatKeyWorkUnderWay(appId ?? Strings.KnowledgeOfWorkspace),
                        Strings.KeyWorkUnderWayAction
                    );
                }

                await Task.Delay(random.Next(wait / 4, wait), cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    /// <summary>Null where somebody is at work.</summary>
    public static KeyLock? TryAcquire(string registryPath, string? appId)
    {
        var path = PathOf(registryPath, appId);
        var turn = Turns.GetOrAdd(path, static _ => new SemaphoreSlim(1, 1));
        if (!turn.Wait(0))
            return null;
        try
        {
            if (Open(path, registryPath) is { } file)
                return new KeyLock(file, turn);
        }
        catch
        {
            turn.Release();
            throw;
        }

        turn.Release();
        return null;
    }

    public void Dispose()
    {
        _file.Dispose();
        _turn.Release();
    }

    private static FileStream? Open(string path, string registryPath)
    {
        try
        {
            return LockFile.Acquire(path, registryPath);
        }
        catch (Exception e) when (BusyFile.IsBusy(e) || (BusyFile.IsWindows && e is UnauthorizedAccessException))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Registry.RegistryFile.NotWritable(registryPath, e.Message, e);
        }
    }

    private static string PathOf(string registryPath, string? appId)
    {
        var sum = (appId ?? string.Empty).ToUpperInvariant().Aggregate(17u, static (sum, unit) => (sum * 31) + unit);
        return LockFile.PathFor($"{FinalPath.Of(registryPath)}.keys{sum % Locks:d2}");
    }
}

using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>
/// An exclusively opened file that one process, and one piece of its work, has at a time. The operating system lets go of it when its
/// holder ends, however it ends.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private const int FirstWait = 20;
    private const int LongestWait = 400;

    // Those of this process wait for each other here: their turn comes at once, and in the order in which they asked.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Turns = new(StringComparer.Ordinal);

    private readonly FileStream _file;
    private readonly SemaphoreSlim _turn;

    private FileLock(FileStream file, SemaphoreSlim turn) => (_file, _turn) = (file, turn);

    /// <summary>Waits for it.</summary>
    /// <param name="path">The lock.</param>
    /// <param name="guarded">The file that it stands beside, and that is open to the same accounts.</param>
    /// <param name="mayPass">Whether what went wrong may pass, after so long a wait. What may not is thrown.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<FileLock> AcquireAsync(
        string path,
        string guarded,
        Func<Exception, TimeSpan, bool> mayPass,
        CancellationToken cancellationToken
    )
    {
        var turn = TurnOf(path);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new FileLock(await OpenAsync(path, guarded, mayPass, cancellationToken).ConfigureAwait(false), turn);
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    /// <summary>Takes it where nobody has it; null where <paramref name="isTaken"/> says that somebody does.</summary>
    public static FileLock? TryAcquire(string path, string guarded, Func<Exception, bool> isTaken)
    {
        var turn = TurnOf(path);
        if (!turn.Wait(0))
            return null;
        try
        {
            return new FileLock(LockFile.Acquire(path, guarded), turn);
        }
        catch (Exception e)
        {
            turn.Release();
            if (!isTaken(e))
                throw;
            return null;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _turn.Release();
    }

    private static SemaphoreSlim TurnOf(string path) => Turns.GetOrAdd(path, static _ => new SemaphoreSlim(1, 1));

    private static async Task<FileStream> OpenAsync(
        string path,
        string guarded,
        Func<Exception, TimeSpan, bool> mayPass,
        CancellationToken cancellationToken
    )
    {
        var waited = Stopwatch.StartNew();
        var random = new Random();
        var wait = FirstWait;
        while (true)
        {
            try
            {
                return LockFile.Acquire(path, guarded);
            }
            catch (Exception e) when (mayPass(e, waited.Elapsed))
            {
                // No platform signals that another process closed a file; asking again is all there is.
                // The random part keeps many waiters from asking in step, and asking ever more seldom
                // leaves the processor to the one that holds the lock.
                await Task.Delay(random.Next(wait / 4, wait), cancellationToken).ConfigureAwait(false);
                wait = Math.Min(wait * 3 / 2, LongestWait);
            }
        }
    }
}

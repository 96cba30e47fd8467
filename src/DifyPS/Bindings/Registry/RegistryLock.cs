using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>
/// Serialises writers of one registry, across runspaces and processes: an exclusively opened file beside
/// it. The operating system lets go of it when its holder ends, however it ends.
/// </summary>
internal sealed class RegistryLock : IDisposable
{
    // Twenty processes that start at once on a small machine take half a minute to pass through.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private const int FirstWait = 20;
    private const int LongestWait = 400;

    // Those of this process wait for each other here: their turn comes at once, and in the order in which they asked.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Turns = new(StringComparer.Ordinal);

    private readonly FileStream _file;
    private readonly SemaphoreSlim _turn;

    private RegistryLock(FileStream file, SemaphoreSlim turn) => (_file, _turn) = (file, turn);

    /// <summary>Takes the lock of the registry; with a word, another one that stands beside it, open to the same accounts.</summary>
    public static async Task<RegistryLock> AcquireAsync(string registryPath, CancellationToken cancellationToken, string? word = null)
    {
        var path = word is null ? LockFile.PathFor(registryPath) : LockFile.PathFor(FinalPath.Of(registryPath) + "." + word);
        var turn = Turns.GetOrAdd(path, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new RegistryLock(await OpenAsync(path, registryPath, cancellationToken).ConfigureAwait(false), turn);
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _turn.Release();
    }

    private static async Task<FileStream> OpenAsync(string path, string registryPath, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        var random = new Random();
        var wait = FirstWait;
        while (true)
        {
            try
            {
                return LockFile.Acquire(path, registryPath);
            }
            catch (Exception e) when (MayPass(e, waited.Elapsed))
            {
                // No platform signals that another process closed a file; asking again is all there is.
                // The random part keeps many waiters from asking in step, and asking ever more seldom
                // leaves the processor to the one that holds the lock.
                await Task.Delay(random.Next(wait / 4, wait), cancellationToken).ConfigureAwait(false);
                wait = Math.Min(wait * 3 / 2, LongestWait);
            }
            catch (IOException e) when (BusyFile.IsBusy(e))
            {
                throw new DifyCommandException(
                    "RegistryLocked", ErrorCategory.ResourceBusy,
                    Strings.FormatRegistryLocked(registryPath, e.Message),
                    Strings.RegistryLockedAction, innerException: e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A registry that one may only read has a lock that one may not take, or none.
                throw RegistryFile.NotWritable(registryPath, e.Message, e);
            }
        }
    }

    private static bool MayPass(Exception e, TimeSpan waited) =>
        BusyFile.IsBusy(e) ? waited < Patience : BusyFile.IsWindows && e is UnauthorizedAccessException && waited < BusyFile.Patience;
}

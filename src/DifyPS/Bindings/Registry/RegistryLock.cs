using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>Serialises writers of one registry, across runspaces and processes.</summary>
internal static class RegistryLock
{
    // Twenty processes that start at once on a small machine take half a minute to pass through.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Takes the lock of the registry; with a word, another one that stands beside it, open to the same accounts.</summary>
    public static async Task<FileLock> AcquireAsync(string registryPath, CancellationToken cancellationToken, string? word = null)
    {
        var path = LockFile.PathFor(word is null ? registryPath : FinalPath.Of(registryPath) + "." + word);
        try
        {
            return await FileLock.AcquireAsync(path, registryPath, MayPass, cancellationToken).ConfigureAwait(false);
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

    private static bool MayPass(Exception e, TimeSpan waited) =>
        BusyFile.IsBusy(e) ? waited < Patience : BusyFile.IsWindows && e is UnauthorizedAccessException && waited < BusyFile.Patience;
}

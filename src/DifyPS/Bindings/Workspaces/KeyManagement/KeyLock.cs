using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// Has one process at a time, and one piece of its work, see to the keys of an app: whoever gets it knows that nobody is at work on what
/// the journal has of the app. Some apps share a lock, so that a thousand of them do not leave a thousand files.
/// </summary>
internal static class KeyLock
{
    private const int Locks = 32;

    // Making a key takes a handful of requests; one of them may wait for a server as long as the client does.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Waits for it; throws <c>KeyWorkUnderWay</c> where another process does not come to an end.</summary>
    public static async Task<FileLock> AcquireAsync(AppRegistry registry, string? appId, CancellationToken cancellationToken)
    {
        var registryPath = registry.Path;
        try
        {
            return await FileLock
                .AcquireAsync(
                    PathOf(registryPath, appId),
                    registryPath,
                    static (e, waited) => IsTaken(e) && waited <= Patience,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception e) when (IsTaken(e))
        {
            throw new DifyCommandException(
                "KeyWorkUnderWay",
                ErrorCategory.ResourceBusy,
                Strings.FormatKeyWorkUnderWay(KeyNotices.NameOf(registry.Apps, appId)),
                Strings.KeyWorkUnderWayAction
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RegistryFile.NotWritable(registryPath, e.Message, e);
        }
    }

    /// <summary>Null where somebody is at work.</summary>
    public static FileLock? TryAcquire(string registryPath, string? appId)
    {
        try
        {
            return FileLock.TryAcquire(PathOf(registryPath, appId), registryPath, IsTaken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw RegistryFile.NotWritable(registryPath, e.Message, e);
        }
    }

    private static bool IsTaken(Exception e) => BusyFile.IsBusy(e) || (BusyFile.IsWindows && e is UnauthorizedAccessException);

    private static string PathOf(string registryPath, string? appId)
    {
        var sum = (appId ?? string.Empty).ToUpperInvariant().Aggregate(17u, static (sum, unit) => (sum * 31) + unit);
        return LockFile.PathFor($"{FinalPath.Of(registryPath)}.keys{sum % Locks:d2}");
    }
}

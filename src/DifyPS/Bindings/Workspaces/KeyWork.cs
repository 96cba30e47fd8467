using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>All that works on keys, for one registry.</summary>
internal sealed class KeyWork
{
    /// <param name="registry">The registry.</param>
    /// <param name="vaults">Where keys are kept.</param>
    /// <param name="connector">Reads and asks them.</param>
    /// <param name="told">What the command has told already, where it does several pieces of work.</param>
    public KeyWork(AppRegistry registry, PipelineVaults vaults, AppConnector connector, KeyNotices.Told? told = null)
    {
        Registry = registry;
        Vaults = vaults;
        Connector = connector;
        Notices = new KeyNotices(registry, connector.Warn, told ?? new KeyNotices.Told());
        Minter = new KeyMinter(registry, connector.Warn, Notices);
        Recovery = new KeyRecovery(registry, vaults, connector, Minter);
        Switcher = new KeySwitcher(registry, vaults, connector, Minter, Recovery, Notices);
    }

    public AppRegistry Registry { get; }

    public PipelineVaults Vaults { get; }

    public AppConnector Connector { get; }

    public KeyMinter Minter { get; }

    public KeyRecovery Recovery { get; }

    public KeySwitcher Switcher { get; }

    public KeyNotices Notices { get; }

    /// <summary>
    /// Opens a connection for work on keys: with the role as it is now, and with the server's clock known, by which keys are found again.
    /// </summary>
    public static async Task<OpenWorkspace> OpenAsync(
        WorkspaceConnector connector,
        WorkspaceConnection connection,
        CancellationToken cancellationToken
    )
    {
        var open = await connector.OpenAsync(connection, cancellationToken).ConfigureAwait(false);
        if (open.Client.ServerVersion is null && !WaysIn.IsProgrammatic(connection.Way))
            await open.Client.Workspaces.RequireCurrentAsync(connection.WorkspaceId, cancellationToken).ConfigureAwait(false);
        return open;
    }

    /// <summary>Has the app to itself, with all that was left about it seen to.</summary>
    public async Task<FileLock> TakeAsync(OpenWorkspace open, string? appId, CancellationToken cancellationToken)
    {
        var taken = await KeyLock.AcquireAsync(Registry.Path, appId, cancellationToken).ConfigureAwait(false);
        try
        {
            await Recovery.SettleAsync(open, appId, cancellationToken).ConfigureAwait(false);
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sees to what work that was cut off has left in a workspace, whatever app it is about, unless somebody is at it just now. What cannot
    /// be ended is told, and left to the next run.
    /// </summary>
    public async Task SettleAllAsync(OpenWorkspace open, CancellationToken cancellationToken)
    {
        foreach (var left in Left(open).GroupBy(one => one.AppId, StringComparer.OrdinalIgnoreCase))
        {
            try
            {
                using var taken = KeyLock.TryAcquire(Registry.Path, left.Key);
                if (taken is null)
                    continue;
                foreach (var operation in Minter.Journal.Of(open.Connection.WorkspaceId, left.Key))
                    await TrySettleAsync(open, operation, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
            {
                Notices.Left(left.First(), open.Connection.Name, e.Message);
            }
        }
    }

    private async Task TrySettleAsync(OpenWorkspace open, KeyOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            await Recovery.SettleAsync(open, operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            Notices.Left(operation, open.Connection.Name, e.Message);
        }
    }

    /// <summary>What the journal has of a workspace.</summary>
    public IReadOnlyList<KeyOperation> Left(OpenWorkspace open) =>
        [.. Minter.Journal.Operations.Where(one => DifyId.AreSame(one.WorkspaceId, open.Connection.WorkspaceId))];
}

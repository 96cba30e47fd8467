using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>All that works on keys, for one registry.</summary>
internal sealed class KeyWork
{
    private readonly WorkspaceConnector _workspaces;

    /// <param name="registry">The registry.</param>
    /// <param name="vaults">Where keys are kept.</param>
    /// <param name="connector">Reads and asks them.</param>
    /// <param name="workspaces">Opens workspaces.</param>
    /// <param name="told">What the command has told already, where it does several pieces of work.</param>
    public KeyWork(
        AppRegistry registry,
        PipelineVaults vaults,
        AppConnector connector,
        WorkspaceConnector workspaces,
        KeyNotices.Told? told = null
    )
    {
        _workspaces = workspaces;
        Registry = registry;
        Vaults = vaults;
        Connector = connector;
        Notices = new KeyNotices(registry, connector.Warn, told ?? new KeyNotices.Told());
        Minter = new KeyMinter(registry, Notices);
        Recovery = new KeyRecovery(registry, vaults, connector, Minter, Notices);
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
        var taken = await KeyLock.AcquireAsync(Registry, appId, cancellationToken).ConfigureAwait(false);
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
        var failed = new List<(KeyOperation Operation, string Reason)>();
        foreach (var left in Left(open).GroupBy(one => one.AppId, StringComparer.OrdinalIgnoreCase))
        {
            try
            {
                using var taken = KeyLock.TryAcquire(Registry.Path, left.Key);
                if (taken is null)
                    continue;
                Exception? trouble = null;
                foreach (var operation in Minter.Journal.Of(open.Connection.WorkspaceId, left.Key))
                {
                    // A server that has failed for an app, several times over, is not asked for all the rest that is left of it.
                    var problem = trouble ?? await TrySettleAsync(open, operation, cancellationToken).ConfigureAwait(false);
                    trouble = problem is DifyConnectionException or DifyApiException { StatusCode: 429 or >= 500 } ? problem : null;
                    if (problem is not null)
                        failed.Add((operation, problem.Message));
                }
            }
            catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
            {
                failed.AddRange(left.Select(one => (one, e.Message)));
            }
        }

        Notices.Left(failed, open.Connection.Name);
    }

    /// <summary>
    /// Revokes a key that a name has lost to another one; what cannot be done now is told, and left to the next run.
    /// </summary>
    /// <param name="operation">What the journal has of it.</param>
    /// <param name="open">A workspace that is open already; another one is opened where the key is of that.</param>
    /// <param name="cancellationToken">Ends it; the next run sees to what was begun.</param>
    public async Task RevokeReplacedAsync(KeyOperation operation, OpenWorkspace? open, CancellationToken cancellationToken)
    {
        try
        {
            if (open is null || !MayRevoke(open, operation))
            {
                var connection = Registry.GetWorkspace(operation.Workspace);
                open = await OpenAsync(_workspaces, connection, cancellationToken).ConfigureAwait(false);
            }

            await Recovery.RevokeAsync(open, operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            Notices.Left(operation, operation.OldKeyId!, operation.Workspace, e.Message);
        }
    }

    // By its own connection; by another one of the same workspace where that may, and perhaps the other may not.
    private bool MayRevoke(OpenWorkspace open, KeyOperation operation) =>
        AppName.Comparer.Equals(open.Connection.Name, operation.Workspace)
        || (
            DifyId.AreSame(open.Connection.WorkspaceId, operation.WorkspaceId)
            && Registry.FindWorkspace(operation.Workspace)?.Server == open.Connection.Server
            && WorkspaceRole.CanManage(open.Connection.Role) != false
        );

    // Why it could not be ended; null where it was.
    private async Task<Exception?> TrySettleAsync(OpenWorkspace open, KeyOperation operation, CancellationToken cancellationToken)
    {
        try
        {
            await Recovery.SettleAsync(open, operation, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            return e;
        }
    }

    /// <summary>What the journal has of a workspace.</summary>
    public IReadOnlyList<KeyOperation> Left(OpenWorkspace open) =>
        [.. Minter.Journal.Operations.Where(one => DifyId.AreSame(one.WorkspaceId, open.Connection.WorkspaceId))];
}

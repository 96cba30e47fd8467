using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces;

/// <summary>A key that a command made and gave, on its way to a name. Whatever goes wrong, it is not left in Dify without a word.</summary>
/// <param name="Workspace">The name of the connection that made it.</param>
/// <param name="AppId">The app; null for knowledge.</param>
/// <param name="KeyId">Dify's id of the key.</param>
internal sealed record MadeKey(string Workspace, string? AppId, string KeyId)
{
    private static readonly TimeSpan CleaningUp = TimeSpan.FromSeconds(30);

    /// <summary>The command that revokes it.</summary>
    public string Removal => KeyErrors.RemovalOf(Workspace, AppId, KeyId);

    /// <summary>The error, with what becomes of the key: it stays, and how it is revoked is said.</summary>
    public DifyCommandException Left(Exception error) =>
        With(error, Strings.FormatMadeKeyStays(KeyId), Strings.FormatMadeKeyStaysAction(Removal));

    /// <summary>
    /// The error of work that was begun with the key. One that came straight from the command that made it is nobody's, and is revoked;
    /// one that somebody has kept stays.
    /// </summary>
    public async Task<Exception> FailedAsync(Exception error, bool isKept, AppRegistry registry, WorkspaceConnector connector)
    {
        // What failed may have come after the key was bound.
        if (registry.Apps.Any(app => DifyId.AreSame(app.KeyId, KeyId)))
            return error;
        return !isKept && await TryRevokeAsync(registry, connector).ConfigureAwait(false)
            ? With(error, Strings.FormatMadeKeyRevoked(KeyId), null)
            : Left(error);
    }

    /// <summary>
    /// The revocation of the key that a name has now, to be noted when it gets this one: a key that was made here for the same app, by an
    /// entry that nobody has edited. Null where there is none.
    /// </summary>
    public async Task<KeyOperation?> ReplacesAsync(
        string name,
        AppRegistry registry,
        AppConnector connector,
        CancellationToken cancellationToken
    )
    {
        if (
            registry.Find(name) is not { } before
            || registry.FindWorkspace(Workspace) is not { } connection
            || !KeyRotation.IsMinted(before)
            || DifyId.AreSame(before.KeyId, KeyId)
            || !DifyId.AreSame(before.AppId, AppId)
            || !AppPlaces.IsHere(registry, before, connection)
            || WorkspaceRole.CanManage(connection.Role) == false
        )
        {
            return null;
        }

        try
        {
            var key = await connector.ReadKeyAsync(before, cancellationToken).ConfigureAwait(false);
            if (!BindingSeal.Holds(before, key))
                return null;
        }
        catch (DifyCommandException e) when (e.ErrorId is "SecretMissing" or "SecretNotAKey" or "InvalidApiKey")
        {
            return null;
        }

        return new KeyOperation
        {
            Id = Guid.NewGuid().ToString("N"),
            Step = KeyStep.Revoking,
            Workspace = connection.Name,
            WorkspaceId = connection.WorkspaceId,
            AppId = AppId,
            KeyId = KeyId,
            OldKeyId = before.KeyId,
            Before = before.KeyFingerprint,
        };
    }

    /// <summary>Revokes a key that was replaced; what cannot be done now is told, and left to the next run.</summary>
    public static async Task RevokeReplacedAsync(
        KeyOperation operation,
        KeyWork work,
        WorkspaceConnector connector,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var connection = work.Registry.GetWorkspace(operation.Workspace);
            var open = await KeyWork.OpenAsync(connector, connection, cancellationToken).ConfigureAwait(false);
            await work.Recovery.RevokeAsync(open, operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            work.Notices.Left(operation, operation.OldKeyId!, operation.Workspace, e.Message);
        }
    }

    private async Task<bool> TryRevokeAsync(AppRegistry registry, WorkspaceConnector connector)
    {
        if (registry.FindWorkspace(Workspace) is not { } connection || WorkspaceRole.CanManage(connection.Role) == false)
            return false;
        using var soon = new CancellationTokenSource(CleaningUp);
        try
        {
            var open = await KeyWork.OpenAsync(connector, connection, soon.Token).ConfigureAwait(false);
            return await KeyMinter.TryDeleteAsync(open, AppId, KeyId, soon.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            return false;
        }
    }

    // The same error, with more to it.
    private static DifyCommandException With(Exception error, string told, string? action)
    {
        var record = ErrorRecords.From(error, null);
        var actions = new[] { record.ErrorDetails?.RecommendedAction, action }.Where(one => !string.IsNullOrEmpty(one));
        var message = error is ArgumentException argument ? ErrorRecords.Sentence(argument) : error.Message;
        return new DifyCommandException(
            record.FullyQualifiedErrorId,
            record.CategoryInfo.Category,
            message + " " + told,
            string.Join(" ", actions) is { Length: > 0 } next ? next : null,
            (error as DifyCommandException)?.App,
            error
        );
    }
}

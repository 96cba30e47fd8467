using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// The key that a name has when it gets another one. Where it was made here nobody else looks after it, whichever app the name stands for
/// from then on.
/// </summary>
internal sealed class ReplacedKey(AppRegistry registry, AppConnector connector)
{
    /// <summary>
    /// Its revocation, to be noted as the name gets the other key: of a key that was made here, by an entry that nobody has edited, with
    /// ids that are the key's. Null where there is none to be revoked, or nobody who could.
    /// </summary>
    /// <param name="before">The entry as it is; null where there is none.</param>
    /// <param name="keyId">Dify's id of the other key; null where that is not made yet.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="known">The key of the entry, as <see cref="FindKeyAsync"/> has given it already.</param>
    public async Task<KeyOperation?> FindAsync(
        AppBinding? before,
        string? keyId,
        CancellationToken cancellationToken,
        ApiKey? known = null
    )
    {
        if (
            before is null
            || !KeyRotation.IsMinted(before)
            || DifyId.AreSame(before.KeyId, keyId)
            || AppPlaces.FindConnection(registry, before) is not { } connection
            || WaysIn.IsProgrammatic(connection.Way)
        )
        {
            return null;
        }

        if (
            (known ?? await FindKeyAsync(before, cancellationToken).ConfigureAwait(false)) is not { } key
            || !await new IdProof(registry, connector).HoldsAsync(before, key, cancellationToken).ConfigureAwait(false)
        )
        {
            return null;
        }

        return new KeyOperation
        {
            Id = Guid.NewGuid().ToString("N"),
            Step = KeyStep.Revoking,
            Workspace = connection.Name,
            WorkspaceId = connection.WorkspaceId,
            AppId = before.AppId,
            Name = before.Name,
            OldKeyId = before.KeyId,
            Before = before.KeyFingerprint,
        };
    }

    /// <summary>The key of an entry that is as its key has sealed it; null for any other.</summary>
    public async Task<ApiKey?> FindKeyAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        var key = await connector.FindKeyAsync(binding, cancellationToken).ConfigureAwait(false);
        return key is not null && BindingSeal.Holds(binding, key) ? key : null;
    }
}

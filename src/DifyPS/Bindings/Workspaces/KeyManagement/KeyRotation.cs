using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>How keys are rotated.</summary>
/// <param name="KeepsOld">Whether the old key stays.</param>
/// <param name="Grace">How long it stays at least.</param>
/// <param name="OlderThan">The age that a key has to have; any when null.</param>
internal sealed record RotationOptions(bool KeepsOld, TimeSpan Grace, TimeSpan? OlderThan);

/// <summary>What became of a key that was to be rotated.</summary>
internal enum RotationOutcome
{
    Rotated,

    /// <summary>It is not old enough.</summary>
    Young,

    /// <summary>Another process has rotated it meanwhile.</summary>
    Overtaken,
}

/// <summary>Rotates the key of one app: only keys that were minted here, since the others are somebody else's to revoke.</summary>
internal sealed class KeyRotation
{
    private const string CommandName = "Update-DifyAppKey";

    private readonly KeyWork _work;

    public KeyRotation(KeyWork work) => _work = work;

    /// <summary>Whether the key of an entry was minted here.</summary>
    public static bool IsMinted(AppBinding binding) =>
        binding is { KeyId: not null, Workspace: not null } && (binding.AppId is not null || binding.IsKnowledge);

    /// <summary>Gives the entry as it is then.</summary>
    /// <param name="open">The workspace.</param>
    /// <param name="seen">The entry as it was when somebody asked for it.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends it; the next run sees to what was begun.</param>
    public async Task<(AppBinding Binding, RotationOutcome Outcome)> RotateAsync(
        OpenWorkspace open,
        AppBinding seen,
        RotationOptions options,
        CancellationToken cancellationToken
    )
    {
        if (!options.KeepsOld)
            KeyErrors.RequireRevoking(open.Connection, seen.Name, CommandName);
        else if (seen.IsKnowledge)
            KeyErrors.RequireManaging(open);
        else
            KeyErrors.RequireMinting(open, CommandName);
        using var taken = await _work.TakeAsync(open, seen.AppId, cancellationToken).ConfigureAwait(false);
        var current = _work.Registry.Get(seen.Name);
        if (!DifyId.AreSame(current.KeyId, seen.KeyId))
            return (current, RotationOutcome.Overtaken);
        // The key that is there speaks for the entry, which tells where the new one goes.
        (current, var key) = await _work.Connector.TakeAsync(current, cancellationToken).ConfigureAwait(false);
        if (!IsMinted(current))
            throw KeyErrors.NotMintedHere(current);
        current = await new IdProof(_work.Registry, _work.Connector).RequireAsync(current, key, cancellationToken).ConfigureAwait(false);
        var listed = current.IsKnowledge || options.OlderThan is not null
            ? await FindAsync(open, current, cancellationToken).ConfigureAwait(false)
            : null;
        if (options.OlderThan is { } age && DateTimeOffset.UtcNow - listed?.CreatedAt < age)
            return (current, RotationOutcome.Young);
        if (current.IsKnowledge)
            open = open with { KnowledgeBaseIds = ScopeOf(open, current, key, listed) };
        var order = new KeyOrder
        {
            Open = open,
            Before = current,
            Draft = current,
            OldKeyId = options.KeepsOld ? null : current.KeyId,
            Grace = options.Grace,
        };
        return (await _work.Switcher.RunAsync(order, cancellationToken).ConfigureAwait(false), RotationOutcome.Rotated);
    }

    // A key that is not there any more is as old as can be.
    private static async Task<WorkspaceKey?> FindAsync(OpenWorkspace open, AppBinding binding, CancellationToken cancellationToken)
    {
        var keys = await open.KeysOf(binding.AppId).ListAsync(cancellationToken).ConfigureAwait(false);
        return keys.FirstOrDefault(one => DifyId.AreSame(one.Id, binding.KeyId));
    }

    // What a knowledge key opens is known to its workspace only; and that it is of this workspace by nothing but its being listed there.
    private static IReadOnlyList<string>? ScopeOf(OpenWorkspace open, AppBinding binding, ApiKey key, WorkspaceKey? listed)
    {
        if (listed is null || listed.Fits(key) == false)
            throw KeyErrors.NotOfKnowledge(binding, open.Connection.Name);
        return listed.KnowledgeBaseIds is not null || binding.LimitedToBases != true
            ? listed.KnowledgeBaseIds
            : throw KeyErrors.ScopeUnknown(binding, open.Connection.Name);
    }
}

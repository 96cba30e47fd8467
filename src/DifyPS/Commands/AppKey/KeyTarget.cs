using System.Collections.Generic;
using System.Threading.Tasks;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Pipeline.Batch;

namespace DifyPS.Commands;

/// <summary>An app whose keys are meant, or the knowledge of a workspace.</summary>
/// <param name="Connection">The workspace it is in.</param>
/// <param name="AppId">Dify's id of it; null for knowledge.</param>
/// <param name="AppName">Its own name in Dify, where that is known.</param>
/// <param name="Binding">The name that was asked for, or the first that is bound to the app; null when there is none.</param>
internal sealed record KeyTarget(WorkspaceConnection Connection, string? AppId, string? AppName, AppBinding? Binding)
{
    /// <summary>What people call it.</summary>
    public string Name => Binding?.Name ?? AppName ?? KeyOperation.SubjectOf(AppId);

    /// <summary>What errors about the app say.</summary>
    public AppSubject? Subject =>
        AppId is null ? null : new AppSubject(AppName is null || AppName == AppId ? AppId : $"{AppName} ({AppId})", Binding);

    /// <summary>A key of it as it is given.</summary>
    /// <param name="key">The key.</param>
    /// <param name="users">The names whose calls it serves.</param>
    /// <param name="isNew">Whether it is told whole, this once.</param>
    public DifyAppKey Show(WorkspaceKey key, IReadOnlyList<string> users, bool isNew = false) =>
        new()
        {
            App = Binding?.Name,
            Workspace = Connection.Name,
            AppId = AppId!,
            AppName = AppName,
            KeyId = key.Id,
            Masked = key.Masked,
            CreatedAt = key.CreatedAt?.ToLocalTime(),
            LastUsedAt = key.LastUsedAt?.ToLocalTime(),
            BoundAs = users,
            ApiKey = isNew ? key.Key!.ToSecureString() : null,
        };

    /// <summary>Whether the app was found by a name, or by an entry: then the entry is all that says which app it is.</summary>
    public bool IsByName { get; init; }

    /// <summary>
    /// Throws <c>BindingChanged</c> where an entry that was edited has led here, and <c>AppIdentityMismatch</c> where one that nobody had
    /// confirmed names another app than its key's.
    /// </summary>
    public Task RequireProvedAsync(KeyInvocation call) =>
        IsByName
            ? new IdProof(call.Context.Registry, call.Context.Connector).RequireAsync(Binding!, call.Token)
            : Task.CompletedTask;

    /// <summary>The names that a key serves.</summary>
    public Task<IReadOnlyList<string>> UsersOfAsync(KeyUsers users, WorkspaceKey key, KeyInvocation call, bool isSure) =>
        users.OfAsync(key, AppId, call.Context.Registry.Apps, call.Context.Connector, isSure, call.Token);
}

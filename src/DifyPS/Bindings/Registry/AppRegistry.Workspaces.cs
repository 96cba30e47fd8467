using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>The workspace connections of the registry.</summary>
internal sealed partial class AppRegistry
{
    public IReadOnlyList<WorkspaceConnection> Workspaces => Load().Workspaces;

    public IReadOnlyList<DamagedEntry> DamagedWorkspaces => Load().DamagedWorkspaces;

    /// <summary>What was begun with keys and is not known to be done.</summary>
    public IReadOnlyList<JsonElement> KeyOperations => Load().KeyOperations;

    public WorkspaceConnection? FindWorkspace(string name) => Workspaces.Named(name);

    /// <summary>
    /// Gives the connection; with no name, the only one there is. Throws <c>RegistryDamaged</c>, <c>WorkspaceNotFound</c> with the names
    /// that come near, or <c>WorkspaceRequired</c>.
    /// </summary>
    public WorkspaceConnection GetWorkspace(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return TheOnly();
        ConnectionName.RequireNoKey(name);
        RequireSoundWorkspace(name!);
        return FindWorkspace(name!) ?? throw WorkspaceNotFound(name!);
    }

    /// <summary>Throws <c>RegistryDamaged</c> where a connection of this name cannot be understood.</summary>
    public void RequireSoundWorkspace(string name) => RequireSound(DamagedWorkspaces, name);

    /// <summary>Connections whose name matches, as <see cref="Match"/> finds apps.</summary>
    public IReadOnlyList<WorkspaceConnection> MatchWorkspaces(string pattern, Action<DifyCommandException>? onDamaged = null) =>
        Match(pattern, GetWorkspace, () => Workspaces, () => DamagedWorkspaces, onDamaged);

    /// <summary>Changes the connections, as <see cref="UpdateAsync"/> changes the bindings.</summary>
    public Task UpdateWorkspacesAsync(
        Func<IReadOnlyList<WorkspaceConnection>, Task<IReadOnlyList<WorkspaceConnection>?>> change,
        CancellationToken cancellationToken
    ) =>
        UpdateDocumentAsync(
            async document =>
                await change(document.Workspaces).ConfigureAwait(false) is { } workspaces
                    ? document with { Workspaces = workspaces }
                    : null,
            cancellationToken
        );

    private WorkspaceConnection TheOnly()
    {
        var all = Workspaces;
        if (all.Count == 1 && DamagedWorkspaces.Count == 0)
            return all[0];
        if (DamagedWorkspaces.FirstOrDefault() is { } entry)
            throw entry.ToException(Path);
        throw new DifyCommandException(
            "WorkspaceRequired",
            ErrorCategory.InvalidArgument,
            all.Count == 0 ? Strings.WorkspaceNone : Strings.WorkspaceSeveral,
            all.Count == 0
                ? Strings.WorkspaceNoneAction
                : Strings.FormatWorkspaceSeveralAction(string.Join(", ", all.Select(one => Quoting.Quote(one.Name))))
        );
    }

    private DifyCommandException WorkspaceNotFound(string name)
    {
        var near = AppName.Nearest(name, Workspaces.Select(one => one.Name));
        return new DifyCommandException(
            "WorkspaceNotFound",
            ErrorCategory.ObjectNotFound,
            near.Count > 0
                ? Strings.FormatWorkspaceNotFoundNear(name, string.Join(Strings.ListOr, near.Select(one => $"'{one}'")))
                : Strings.FormatWorkspaceNotFound(name),
            Workspaces.Count == 0
                ? Strings.FormatWorkspaceNotFoundAction(Quoting.Quote(name))
                : Strings.FormatWorkspaceNotFoundActionNames(
                    SomeOf.List([.. Workspaces.Select(one => Quoting.Quote(one.Name))]),
                    Quoting.Quote(name)
                )
        );
    }
}

using DifyPS.Bindings.Workspaces.Connections;


namespace DifyPS.Bindings.Registry;

/// <summary>The workspace that an app was bound in: by the name of a connection, and by what that led to.</summary>
/// <param name="Connection">The name of the connection.</param>
/// <param name="Id">Dify's own id of the workspace; null where nobody knows it.</param>
/// <param name="Server">Its console; null where nobody knows it.</param>
internal sealed record WorkspacePlace(string Connection, string? Id, string? Server)
{
    /// <summary>Where a connection leads to now.</summary>
    public static WorkspacePlace Of(WorkspaceConnection connection) => new(connection.Name, connection.WorkspaceId, connection.Server);
}

/// <summary>Bindings and their workspaces.</summary>
internal static class PlacedBindings
{
    /// <summary>The same entry, bound in a workspace, or in none.</summary>
    public static AppBinding In(this AppBinding binding, WorkspacePlace? place) =>
        binding with
        {
            Workspace = place?.Connection,
            WorkspaceId = place?.Id,
            WorkspaceServer = place?.Server,
            IdsUnproven = null,
        };
}

using System.Collections.Concurrent;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using DifyPS.Bindings.Registry;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// The ways into workspaces that this process has used, for Tab: it opens no vault, and renews no session, since what renews one works
/// once.
/// </summary>
internal static class OpenedWorkspaces
{
    private static readonly ConcurrentDictionary<string, (WorkspaceConnection Connection, WorkspaceCredential Credential)> All = new(
        AppName.Comparer
    );

    public static void Note(string registry, WorkspaceConnection connection, WorkspaceCredential credential)
    {
        var way = credential is ConsoleSessionCredential session ? WithoutRefresh(session, connection) : credential;
        if (way is not null)
            All[Place(registry, connection)] = (connection, way);
    }

    /// <summary>The way in; null when this process has used none for what the entry says now.</summary>
    public static WorkspaceCredential? Find(string registry, WorkspaceConnection connection) =>
        All.TryGetValue(Place(registry, connection), out var found) && WorkspaceSeal.IsSame(found.Connection, connection)
            ? found.Credential
            : null;

    public static void Clear() => All.Clear();

    private static ConsoleSessionCredential? WithoutRefresh(ConsoleSessionCredential credential, WorkspaceConnection connection)
    {
        if (credential.Session is not { } session)
            return null;
        var way = new ConsoleSessionCredential(session.WithoutRefresh());
        way.ExpectVersion(connection.ServerVersion);
        return way;
    }

    private static string Place(string registry, WorkspaceConnection connection) => registry + "\n" + connection.Name;
}

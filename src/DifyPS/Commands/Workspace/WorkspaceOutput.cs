using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.SignIn;

namespace DifyPS.Commands;

/// <summary>Makes what people see of a connection.</summary>
internal static class WorkspaceOutput
{
    public static DifyWorkspace Of(AppRegistry registry, WorkspaceConnection connection) =>
        new(connection, IsSignedIn(registry, connection));

    private static bool IsSignedIn(AppRegistry registry, WorkspaceConnection connection)
    {
        if (connection.IsKept)
            return connection.RefusedFor is null;
        if (connection.Way == WaysIn.Token)
            return EnvironmentSignIn.IsThere;
        return ProcessSessions.Find(registry.Path, connection) is { } process && WorkspaceSeal.IsSame(process.Connection, connection);
    }
}

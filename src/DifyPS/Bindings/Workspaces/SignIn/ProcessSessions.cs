using System.Collections.Concurrent;
using System.Threading;
using Dify.Client;
using Dify.Client.Workspaces.SignIn;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;

namespace DifyPS.Bindings.Workspaces.SignIn;

/// <summary>The sign-ins of this process, shared by its runspaces. What is not remembered lives nowhere else.</summary>
internal static class ProcessSessions
{
    private static readonly ConcurrentDictionary<string, ProcessSession> All = new(AppName.Comparer);

    /// <summary>The sign-in of a connection; null when this process has none of that name.</summary>
    public static ProcessSession? Find(string registry, WorkspaceConnection connection) =>
        All.TryGetValue(Place(registry, connection.Name), out var found) ? found : null;

    /// <summary>The sign-in of a connection, empty where this process had none for what the entry says.</summary>
    public static ProcessSession Of(string registry, WorkspaceConnection connection) =>
        All.AddOrUpdate(
            Place(registry, connection.Name),
            _ => new ProcessSession(connection),
            (_, known) => WorkspaceSeal.IsSame(known.Connection, connection) ? known : new ProcessSession(connection)
        );

    /// <summary>Keeps what somebody signed in with just now.</summary>
    public static void Keep(string registry, WorkspaceConnection connection, ConsoleSession? session, ApiKey? bearer) =>
        All[Place(registry, connection.Name)] = new ProcessSession(connection) { Session = session, Bearer = bearer };

    public static void Remove(string registry, string name) => All.TryRemove(Place(registry, name), out _);

    public static void Clear() => All.Clear();

    private static string Place(string registry, string name) => registry + "\n" + name;
}

/// <summary>A sign-in of this process, and what its connection said when it was made.</summary>
internal sealed class ProcessSession(WorkspaceConnection connection)
{
    private ConsoleSession? _session;

    public WorkspaceConnection Connection { get; } = connection;

    /// <summary>One at a time renews it.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>A token that is not remembered.</summary>
    public ApiKey? Bearer { get; init; }

    public ConsoleSession? Session
    {
        get => Volatile.Read(ref _session);
        set => Volatile.Write(ref _session, value);
    }
}

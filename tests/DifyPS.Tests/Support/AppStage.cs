using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using Xunit;

namespace DifyPS.Tests.Support;

/// <summary>A stage with a workspace connection, <c>work</c>, for tests of apps.</summary>
internal static class AppStage
{
    public const string Name = "work";

    /// <summary>A server of each dialect.</summary>
    public static TheoryData<string> Versions => ConsoleStage.Versions;

    public static async Task<Stage> SetAsync(string version = "1.20.0", string role = "owner", string more = "-Remember")
    {
        var stage = await ConsoleStage.SetAsync(version, role);
        stage.Connect(more);
        // As in a process that has not used it yet.
        OpenedWorkspaces.Clear();
        stage.ForgetRequests();
        return stage;
    }

    /// <summary>Connects the same workspace by a device as well, under another name.</summary>
    public static async Task<WorkspaceConnection> ConnectDeviceAsync(this Stage stage, string name = "device")
    {
        var console = stage.Dify.State.Console;
        console.DeviceInterval = 1;
        var signIn = new WorkspaceSignIn(WorkspaceServer.Create(stage.Server));
        var device = await signIn.BeginDeviceAsync("test");
        Assert.True(console.ApproveDevice(device.UserCode, stage.Ann()));
        var token = (await signIn.WaitForDeviceAsync(device)).ToSecret();
        var secret = "DifyPS-workspace-" + name;
        stage.PutSecret(secret, token);
        var connection = stage.Connection() with { Name = name, Way = WaysIn.DeviceCode, Secret = secret };
        await stage.NoteAsync(connection.SealedBy(ApiKey.FromString(token)));
        stage.ForgetRequests();
        return connection;
    }

    public static async Task<WorkspaceConnection> NoteAsync(this Stage stage, WorkspaceConnection connection)
    {
        await AppRegistry
            .At(stage.RegistryFile)
            .UpdateWorkspacesAsync(
                all =>
                    Task.FromResult<IReadOnlyList<WorkspaceConnection>?>([.. all.Where(one => one.Name != connection.Name), connection]),
                CancellationToken.None
            );
        return connection;
    }

    /// <summary>Adds an app to the workspace that no name is bound to.</summary>
    public static SimulatedApp Add(this Stage stage, string name, string mode = "chat", params string[] tags) =>
        stage.Dify.State.AddApp(name, mode, app => app.Tags = tags);

    /// <summary>Has a name that is registered already know its app and workspace, as one that was bound by a connection does.</summary>
    public static Task BindAsync(this Stage stage, string name, SimulatedApp app, string? workspace = Name, string? ownKey = null)
    {
        // Within a pipeline, the vault cannot be asked.
        var key = ApiKey.FromString(ownKey ?? stage.GetSecret(stage.Binding(name)!.Secret)!);
        return AppRegistry
            .At(stage.RegistryFile)
            .ReplaceAsync(
                name,
                one => (one with { AppId = app.Id.ToString(), Workspace = workspace }).SealedBy(key),
                CancellationToken.None
            );
    }

    public static int Count(this Stage stage, string request) => stage.Asked().Count(one => one == request);

    /// <summary>What a command has given, as apps.</summary>
    public static IReadOnlyList<DifyWorkspaceApp> Apps(this Stage stage, string command) =>
        [.. stage.Good(command).Output.Select(one => (DifyWorkspaceApp)one.BaseObject)];
}

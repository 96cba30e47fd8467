using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Bindings.Workspaces.SignIn;
using Xunit;

namespace DifyPS.Tests.Support;

/// <summary>A stage with a workspace connection, <c>work</c>, of an account whose sign-in lives in this process.</summary>
internal static class WorkspaceStage
{
    public const string Name = "work";

    public static TheoryData<string> Versions => ["1.8.1", "1.10.0", "1.14.0", "1.20.0"];

    public static async Task<Stage> SetAsync(string version = "1.20.0", string role = "owner")
    {
        var stage = await Stage.SetAsync();
        stage.Dify.State.Console.Version = version;
        stage.Dify.State.Console.AddAccount("ann@example.com", "canary-password-1", role);
        await stage.ConnectAsync(role);
        stage.ForgetRequests();
        return stage;
    }

    /// <summary>Signs the account in and notes the connection, as Connect-DifyWorkspace does.</summary>
    public static async Task ConnectAsync(this Stage stage, string role)
    {
        var server = WorkspaceServer.Create(stage.Server);
        var session = await new WorkspaceSignIn(server).WithPasswordAsync(
            ConsolePassword.FromString("ann@example.com", "canary-password-1")
        );
        var connection = new WorkspaceConnection
        {
            Name = Name,
            Server = server.BaseUri.AbsoluteUri,
            Way = WaysIn.Password,
            WorkspaceId = stage.Dify.State.WorkspaceId.ToString(),
            WorkspaceName = "Simulator",
            Account = "ann@example.com",
            Role = role,
            ServerVersion = stage.Dify.State.Console.Version,
            Registered = DateTimeOffset.UtcNow,
        };
        await AppRegistry
            .At(stage.RegistryFile)
            .UpdateWorkspacesAsync(_ => Task.FromResult<IReadOnlyList<WorkspaceConnection>?>([connection]), CancellationToken.None);
        ProcessSessions.Of(stage.RegistryFile, connection).Session = session;
    }

    /// <summary>Somebody makes the account more or less in the workspace than it was; nobody here is told.</summary>
    public static void BecomeRole(this Stage stage, string role) =>
        stage.Dify.State.Console.Accounts[0].Roles[stage.Dify.State.WorkspaceId] = role;

    /// <summary>The role that the registry has noted.</summary>
    public static string? NotedRole(this Stage stage) => AppRegistry.At(stage.RegistryFile).FindWorkspace(Name)!.Role;

    /// <summary>What Get-DifyWorkspaceApp gives for an app; $app stands for it.</summary>
    public static DifyWorkspaceApp Offer(this Stage stage, SimulatedApp app)
    {
        var offered = new DifyWorkspaceApp
        {
            Workspace = Name,
            AppId = app.Id.ToString(),
            Name = app.Name,
            Mode = app.Mode,
        };
        stage.Shell.SetVariable("app", offered);
        return offered;
    }

    /// <summary>Adds an app without a key, and has it bound under its name in lower case.</summary>
    public static SimulatedApp Bind(this Stage stage, string name, string mode = "chat")
    {
        var app = stage.Dify.State.AddApp(name, mode);
        stage.Offer(app);
        stage.Good("$app | Register-DifyApp -Name { $_.Name.ToLower() }");
        return app;
    }

    /// <summary>What work on keys has left in the journal.</summary>
    public static IReadOnlyList<KeyOperation> Journal(this Stage stage) => new KeyJournal(AppRegistry.At(stage.RegistryFile)).Operations;

    /// <summary>The app's only key is the one in the vault, by which its entry is sealed; nothing is under way.</summary>
    public static void AssertAgrees(this Stage stage, SimulatedApp app, string name)
    {
        var secret = stage.GetSecret(Bindings.Vaults.SecretName.For(name));
        Assert.NotNull(secret);
        Assert.Equal([secret], app.Keys);
        var binding = stage.Binding(name);
        Assert.NotNull(binding);
        Assert.Equal(ApiKey.FromString(secret).Fingerprint, binding.KeyFingerprint);
        Assert.True(Bindings.Identity.BindingSeal.Holds(binding, ApiKey.FromString(secret)));
        Assert.Equal((app.Id.ToString(), Name), (binding.AppId, binding.Workspace));
        Assert.NotNull(binding.KeyId);
        Assert.Empty(stage.Journal());
    }

    /// <summary>Has an entry say something else, sealed by a key of its own: as it would be if it had been written so.</summary>
    public static async Task ResealAsync(this Stage stage, string name, string key, Func<AppBinding, AppBinding> change)
    {
        var registry = AppRegistry.At(stage.RegistryFile);
        await registry.UpdateAsync(
            apps =>
                Task.FromResult<IReadOnlyList<AppBinding>?>(
                    [.. apps.Select(app => app.Name == name ? change(app).SealedBy(ApiKey.FromString(key)) : app)]
                ),
            CancellationToken.None
        );
        KeyCache.Clear();
    }

    /// <summary>Runs a command that ends at a moment of its work on a key, as when its process is killed there.</summary>
    public static void Kill(this Stage stage, string moment, string command)
    {
        KeyPoint.Reached = point =>
        {
            if (point == moment)
                throw new Killed();
        };
        try
        {
            Assert.NotEmpty(stage.Run(command).Errors);
        }
        catch (Exception e) when (e is Killed || e.InnerException is Killed)
        {
        }
        finally
        {
            KeyPoint.Reached = null;
        }

        // A new process has no keys in memory, and no locks.
        KeyCache.Clear();
    }

    /// <summary>Requests since the last look, as method and the end of the path.</summary>
    public static IReadOnlyList<string> Sent(this Stage stage) => [.. stage.Requests.Select(one => $"{one.Method} {one.Path}")];

    private sealed class Killed : Exception;
}

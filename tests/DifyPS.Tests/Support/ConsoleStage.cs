using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.SignIn;
using Xunit;

namespace DifyPS.Tests.Support;

/// <summary>A stage whose server has a console: an account, and what signs it in.</summary>
internal static class ConsoleStage
{
    public const string Email = "ann@example.com";
    public const string Secret = "DifyPS-workspace-work";

    /// <summary>Each dialect once, and the newest with masked keys.</summary>
    public static TheoryData<string> Versions => ["1.8.1", "1.10.0", "1.14.0", "1.20.0"];

    /// <summary>Sets a stage with the owner's $credential, a wrong one in $wrong, and $adminKey.</summary>
    public static async Task<Stage> SetAsync(string version = "1.20.0", string role = "owner")
    {
        var stage = await Stage.SetAsync();
        ProcessSessions.Clear();
        var console = stage.Dify.State.Console;
        console.Version = version;
        console.DeviceInterval = 1;
        console.AdminKey = Canary.NewKey("");
        var account = console.AddAccount(Email, Canary.NewKey(""), role);
        stage.SetCredential("credential", account.Password!);
        stage.SetCredential("wrong", Canary.NewKey(""));
        stage.SetKey("adminKey", console.AdminKey);
        return stage;
    }

    public static SimulatedConsole Console(this Stage stage) => stage.Dify.State.Console;

    public static SimulatedAccount Ann(this Stage stage) => stage.Console().Account(Email)!;

    public static void SetCredential(this Stage stage, string variable, string password) =>
        stage.Shell.SetVariable(variable, new PSCredential(Email, Canary.Secure(password)));

    public static DifyWorkspace Connect(this Stage stage, string more = "-Remember") =>
        (DifyWorkspace)
            stage.Good($"Connect-DifyWorkspace work -Server $server -Credential $credential {more} -PassThru").Output.Single().BaseObject;

    /// <summary>A second workspace of the account, which it is not in.</summary>
    public static SimulatedWorkspace AddSecond(this Stage stage, string role = "owner")
    {
        var other = stage.Console().AddWorkspace("Other");
        stage.Ann().Roles[other.Id] = role;
        stage.Shell.SetVariable("other", other.Id.ToString());
        stage.Shell.SetVariable("first", stage.Console().Workspaces[0].Id.ToString());
        return other;
    }

    /// <summary>As a process that begins anew, with nothing but the registry and the vault.</summary>
    public static void BecomeAnotherProcess(this Stage stage)
    {
        stage.StartAfresh();
        ProcessSessions.Clear();
    }

    /// <summary>What was asked of the console, as method and path behind its base.</summary>
    public static IReadOnlyList<string> Asked(this Stage stage) =>
        [.. stage.Requests.Select(one => $"{one.Method} {one.Path.Replace("/console/api", "", StringComparison.Ordinal)}")];

    public static WorkspaceConnection Connection(this Stage stage, string name = "work") =>
        AppRegistry.At(stage.RegistryFile).FindWorkspace(name)!;

    public static DifyWorkspaceStatus Test(this Stage stage) =>
        (DifyWorkspaceStatus)stage.Good("Test-DifyWorkspace work").Output.Single().BaseObject;

    public static void EditConnection(this Stage stage, Action<JsonObject> edit)
    {
        var document = JsonNode.Parse(File.ReadAllText(stage.RegistryFile))!;
        edit(document["workspaces"]![0]!.AsObject());
        File.WriteAllText(stage.RegistryFile, document.ToJsonString());
    }
}

using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>A key that was made here for a name is revoked, or told with the command that revokes it, when the name gets another app's.</summary>
public sealed class ReplacedKeyTests
{
    private const string Told = " -WarningVariable told -WarningAction SilentlyContinue; $told";

    public static TheoryData<string, string> ByForce
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var version in new[] { "1.8.1", "1.14.0", "1.20.0" })
            {
                data.Add(version, "$app | New-DifyAppKey | Register-DifyApp cat -Force");
                data.Add(version, "$app | Register-DifyApp -Name cat -Force");
                data.Add(version, "New-DifyKnowledgeKey work | Register-DifyApp cat -Force");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ByForce))]
    public async Task Force_revokes_the_key_that_was_made_here_for_another_app(string version, string command)
    {
        await using var stage = await WorkspaceStage.SetAsync(version);
        var cat = stage.Bind("Cat");
        var dog = stage.Dify.State.AddApp("Dog");
        stage.Offer(dog);
        Assert.Empty(stage.Good(command + Told).Output);
        Assert.Empty(cat.Keys);
        Assert.Empty(stage.Journal());
        Assert.Single(dog.Keys.Concat(stage.Dify.State.Knowledge.SelectMany(one => one.Keys)));
        stage.Good(command.Contains("Knowledge", StringComparison.Ordinal) ? "Update-DifyAppKey cat" : "Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task What_the_connection_of_the_key_may_not_revoke_another_one_of_its_workspace_does()
    {
        await using var stage = await ConsoleStage.SetAsync(role: "editor");
        stage.Connect();
        var owner = stage.Console().AddAccount("bob@example.com", Canary.NewKey(""), "owner");
        stage.Shell.SetVariable("bob", new PSCredential(owner.Email, Canary.Secure(owner.Password!)));
        stage.Good("Connect-DifyWorkspace boss -Server $server -Credential $bob");
        var dog = stage.Dify.State.AddApp("Dog");
        stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work -Name Dog | Register-DifyApp -Name pet");
        Assert.Empty(stage.Good("Get-DifyWorkspaceApp boss -Name Cat | Register-DifyApp -Name pet -Force" + Told).Output);
        Assert.Empty(dog.Keys);
        Assert.Empty(stage.Journal());
    }

    [Theory]
    [InlineData("$app | New-DifyAppKey | Register-DifyApp cat -Force")]
    [InlineData("$app | Register-DifyApp -Name cat -Force")]
    public async Task A_knowledge_key_is_revoked_as_well_when_the_name_gets_an_app(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp cat");
        stage.Offer(stage.Dify.State.AddApp("Dog"));
        Assert.Empty(stage.Good(command + Told).Output);
        Assert.Empty(stage.Dify.State.Knowledge.Single().Keys);
    }

    [Theory]
    [InlineData("$app | New-DifyAppKey | Register-DifyApp cat -Force")]
    [InlineData("$app | Register-DifyApp -Name cat -Force")]
    public async Task Whoever_may_not_revoke_it_is_told_the_command(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync(role: "editor");
        var cat = stage.Bind("Cat");
        stage.Offer(stage.Dify.State.AddApp("Dog"));
        var warning = Assert.Single(stage.Good(command + Told).Output).ToString();
        Assert.Single(cat.Keys);
        Assert.Contains("'cat'", warning);
        stage.BecomeRole("admin");
        stage.Good(warning[warning.IndexOf("Remove-DifyAppKey", StringComparison.Ordinal)..]);
        Assert.Empty(cat.Keys);
        Assert.Empty(stage.Journal());
    }

    [Theory]
    [InlineData("$app | New-DifyAppKey | Register-DifyApp cat -Force")]
    [InlineData("$app | Register-DifyApp -Name cat -Force")]
    public async Task What_could_not_be_revoked_now_is_revoked_by_the_next_command(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        stage.Offer(stage.Dify.State.AddApp("Dog"));
        using (
            stage.Dify.Faults.Add(
                new Fault { Kind = FaultKind.Error, Method = "DELETE", Path = "/console/api/apps/*/api-keys/*", Status = 409, Code = "conflict" }
            )
        )
        {
            Assert.Contains("'cat'", Assert.Single(stage.Good(command + Told).Output).ToString());
        }

        stage.Dify.Faults.Clear();
        Assert.Single(cat.Keys);
        stage.Good("$null = Get-DifyAppKey cat");
        Assert.Empty(cat.Keys);
        Assert.Empty(stage.Journal());
    }

    [Fact]
    public async Task A_key_in_another_workspace_is_revoked_there()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.AddSecond();
        stage.Good("Connect-DifyWorkspace far -Server $server -AdminKey $adminKey -WorkspaceId $first");
        stage.Good("Connect-DifyWorkspace near -Server $server -AdminKey $adminKey -WorkspaceId $other");
        var cat = stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp far | Register-DifyApp -Name cat");
        stage.Dify.State.AddApp("Dog", configure: app => app.WorkspaceId = stage.Console().Workspaces[1].Id);
        stage.Good("Get-DifyWorkspaceApp near | Register-DifyApp -Name cat -Force -WarningAction Stop");
        Assert.Empty(cat.Keys);
        Assert.Equal("near", stage.Binding("cat")!.Workspace);
    }

    [Fact]
    public async Task A_key_whose_workspace_has_no_connection_any_more_is_told()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.AddSecond();
        stage.Good("Connect-DifyWorkspace far -Server $server -AdminKey $adminKey -WorkspaceId $first");
        var cat = stage.Dify.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp far | Register-DifyApp -Name cat; Disconnect-DifyWorkspace far");
        stage.Good("Connect-DifyWorkspace near -Server $server -AdminKey $adminKey -WorkspaceId $other");
        stage.Dify.State.AddApp("Dog", configure: app => app.WorkspaceId = stage.Console().Workspaces[1].Id);
        var keyId = stage.Binding("cat")!.KeyId!;
        var told = stage.Good("Get-DifyWorkspaceApp near | Register-DifyApp -Name cat -Force" + Told).Output;
        Assert.Contains(keyId, Assert.Single(told).ToString());
        Assert.Single(cat.Keys);
    }

    [Fact]
    public async Task A_key_whose_secret_was_lost_is_told_when_the_name_gets_another()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        stage.Good("Remove-Secret DifyPS-cat -Vault $vault");
        KeyCache.Clear();
        var told = stage.Good("$app | Register-DifyApp -Name cat" + Told).Output;
        Assert.Contains("Get-DifyAppKey", Assert.Single(told).ToString());
        Assert.Equal(2, cat.Keys.Count);
    }

    [Theory]
    [InlineData("Register-DifyApp cat -ApiKey $other -Server $server -Force")]
    [InlineData("Register-DifyApp cat -SecretName team -Server $server -Force")]
    [InlineData("Set-DifyApp cat -ApiKey $other -Force")]
    [InlineData("Register-DifyApp -FromVault second -Force")]
    [InlineData("Unregister-DifyApp cat")]
    public async Task A_key_that_somebody_gives_leaves_it_and_tells(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        var (_, other) = stage.AddApp("Dog");
        stage.SetKey("other", other);
        stage.PutSecret("team", other);
        stage.Good(
            "Register-SecretVault -Name second -ModuleName InMemory; Set-Secret DifyPS-cat -SecureStringSecret $other -Vault second "
                + "-Metadata @{ DifyPS = '1'; name = 'cat'; server = $server; mode = 'chat'; user = 'x' }"
        );
        var keyId = stage.Binding("cat")!.KeyId!;
        var told = stage.Good("$null = " + command + Told).Output.Select(one => one.ToString()).Single(text => text.Contains(keyId));
        stage.Good(told[told.IndexOf("Remove-DifyAppKey", StringComparison.Ordinal)..]);
        Assert.Empty(cat.Keys);
    }

    [Theory]
    [InlineData(KeyPoint.Noted, 1)]
    [InlineData(KeyPoint.Minted, 1)]
    [InlineData(KeyPoint.Stored, 0)]
    [InlineData(KeyPoint.Switched, 0)]
    [InlineData(KeyPoint.Done, 0)]
    public async Task Cut_off_at_any_moment_no_key_is_in_use_and_revoked(string moment, int left)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var cat = stage.Bind("Cat");
        var dog = stage.Dify.State.AddApp("Dog");
        stage.Offer(dog);
        stage.Kill(moment, "$app | Register-DifyApp -Name cat -Force");
        stage.Good("$null = $app | Get-DifyAppKey -WarningAction SilentlyContinue; $null = Get-DifyAppKey cat -WarningAction SilentlyContinue");
        var key = stage.GetSecret("DifyPS-cat")!;
        Assert.Contains(key, cat.Keys.Concat(dog.Keys));
        Assert.Equal(left == 1 ? "Cat" : "Dog", ((DifyChatReply)stage.Good("Invoke-DifyChat cat hi").Output.Single().BaseObject).Answer[..3]);
        if (moment != KeyPoint.Stored)
            Assert.Equal(left, cat.Keys.Count);
    }
}

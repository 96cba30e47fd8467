using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Bindings.Registry;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>A name that gets another key of the app that it stands for keeps what somebody chose for it.</summary>
public sealed class KeptSettingsTests
{
    public static TheoryData<string> Commands =>
    [
        "$app | Register-DifyApp -Name cat -Force",
        "Register-DifyApp cat -AppId $app.AppId -Workspace work -Force",
        "$app | New-DifyAppKey | Register-DifyApp cat -Force",
        "New-DifyAppKey cat | Register-DifyApp -Force",
        "New-DifyAppKey cat | Register-DifyApp",
        "Update-DifyAppKey cat",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Vault_user_server_and_choices_stay(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        Choose(stage, "cat");
        var before = stage.Binding("cat")!;
        stage.Good("$null = " + command + " -WarningAction SilentlyContinue");
        var after = stage.Binding("cat")!;
        Assert.NotEqual(before.KeyFingerprint, after.KeyFingerprint);
        Assert.Equal(Settings(before), Settings(after));
        Assert.Null(stage.GetSecret("DifyPS-cat"));
        stage.Good("Invoke-DifyChat cat hi");
        Assert.Contains(app.Keys, key => Dify.Client.ApiKey.FromString(key).Fingerprint == after.KeyFingerprint);
    }

    [Fact]
    public async Task They_stay_as_well_where_the_key_was_revoked_and_no_force_is_needed()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        Choose(stage, "cat");
        var before = stage.Binding("cat")!;
        app.RevokeKey(app.Keys.Single());
        stage.Good("$app | Register-DifyApp -Name cat");
        Assert.Equal(Settings(before), Settings(stage.Binding("cat")!));
    }

    [Fact]
    public async Task Knowledge_keeps_them_too()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books");
        Choose(stage, "books");
        var before = stage.Binding("books")!;
        stage.Good("New-DifyKnowledgeKey work | Register-DifyApp books -Force -WarningAction Stop");
        Assert.Equal(Settings(before), Settings(stage.Binding("books")!));
        Assert.Single(stage.Dify.State.Knowledge.Single().Keys);
    }

    [Fact]
    public async Task What_is_given_counts()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        Choose(stage, "cat");
        stage.Good("$app | Register-DifyApp -Name cat -Force -Vault $vault -User carol -Server $server -SkipCertificateCheck:$false");
        var after = stage.Binding("cat")!;
        Assert.Equal((stage.Vault, "carol", stage.Dify.BaseUri.AbsoluteUri, false), (after.Vault, after.User, after.Server, after.SkipCertificateCheck));
        Assert.Equal([stage.GetSecret("DifyPS-cat")!], app.Keys);
    }

    [Fact]
    public async Task An_app_that_was_bound_by_hand_keeps_vault_and_user()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (app, key) = stage.Register("Cat");
        stage.Good("Register-SecretVault -Name other -ModuleName InMemory; Set-DifyApp cat -User bob -Vault other");
        stage.Offer(app);
        stage.Good("$app | Register-DifyApp -Name cat -Force");
        var after = stage.Binding("cat")!;
        Assert.Equal(("other", "bob", app.Id.ToString()), (after.Vault, after.User, after.AppId));
        Assert.Contains(key, app.Keys);
    }

    [Fact]
    public async Task A_secret_that_somebody_else_keeps_is_not_written_over()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var (app, key) = stage.AddApp("Cat");
        stage.PutSecret("team-cat", key);
        stage.Good("Register-DifyApp cat -SecretName team-cat -Server $server");
        stage.Offer(app);
        stage.Good("$app | Register-DifyApp -Name cat -Force");
        Assert.Equal(key, stage.GetSecret("team-cat"));
        Assert.NotEqual(key, stage.GetSecret("DifyPS-cat"));
    }

    [Theory]
    [InlineData("$app | Register-DifyApp -Name cat -Force")]
    [InlineData("$app | New-DifyAppKey | Register-DifyApp cat -Force")]
    public async Task An_entry_that_was_edited_sends_the_new_key_nowhere_else(string command)
    {
        await using var stage = await WorkspaceStage.SetAsync();
        await using var thief = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        stage.Bind("Cat");
        stage.EditEntry("cat", entry =>
        {
            entry["server"] = thief.BaseUri.AbsoluteUri;
            entry["skipCertificateCheck"] = true;
        });
        Bindings.Identity.KeyCache.Clear();
        stage.Run(command);
        Assert.Empty(thief.Requests.Snapshot());
        Assert.Equal((stage.Dify.BaseUri.AbsoluteUri, false), (stage.Binding("cat")!.Server, stage.Binding("cat")!.SkipCertificateCheck));
    }

    [Fact]
    public async Task The_choices_of_another_app_are_not_kept()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        stage.Bind("Cat");
        Choose(stage, "cat");
        stage.Offer(stage.Dify.State.AddApp("Dog"));
        stage.Good("$app | Register-DifyApp -Name cat -Force");
        var after = stage.Binding("cat")!;
        Assert.Equal((stage.Vault, false), (after.Vault, after.SkipCertificateCheck));
        Assert.NotEqual("bob", after.User);
    }

    [Fact]
    public async Task An_app_with_a_server_of_its_own_is_left_alone_as_others_are()
    {
        await using var stage = await WorkspaceStage.SetAsync();
        var app = stage.Bind("Cat");
        Choose(stage, "cat");
        var before = stage.Binding("cat")!;
        var key = app.Keys.Single();
        stage.Good("$app | Register-DifyApp -Name cat -WarningAction SilentlyContinue");
        Assert.Equal([key], app.Keys);
        Assert.Equal(before.Server, stage.Binding("cat")!.Server);
    }

    // Another address of the same server.
    private static void Choose(Stage stage, string name)
    {
        stage.Shell.SetVariable("elsewhere", stage.Dify.BaseUri.AbsoluteUri.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        stage.Good("Register-SecretVault -Name other -ModuleName InMemory");
        stage.Good($"Set-DifyApp {name} -User bob -Vault other -Server $elsewhere -SkipCertificateCheck -Force");
    }

    private static (string, string, string, string, bool, bool) Settings(AppBinding binding) =>
        (binding.Vault, binding.Secret, binding.User, binding.Server, binding.SkipCertificateCheck, binding.AllowUnencryptedAuthentication);
}

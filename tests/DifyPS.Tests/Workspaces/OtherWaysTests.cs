using System;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Bindings.Workspaces.SignIn;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Connections by a code, an admin key, a device, the environment, and secrets of others.</summary>
public sealed class OtherWaysTests
{
    public static TheoryData<string> Versions => ConsoleStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_code_by_email_is_asked_for_and_not_shown(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        stage.Shell.Text.Answer = field =>
            field == "Email" ? ConsoleStage.Email : Canary.Secure(stage.Console().LastCode(ConsoleStage.Email)!);
        var made = (DifyWorkspace)
            stage.Good("Connect-DifyWorkspace work -Server $server -EmailCode -Remember -PassThru").Output.Single().BaseObject;
        Assert.Equal(("emailCode", ConsoleStage.Email), (made.Way, made.Account));
        stage.Console().ExpireSessions();
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
        stage.Console().EndSessions();
        stage.BecomeAnotherProcess();
        Assert.Equal(WorkspaceHealth.SessionEnded, stage.Test().Status);
    }

    [Fact]
    public async Task A_wrong_code_is_refused_and_nobody_is_no_answer()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Bad("Connect-DifyWorkspace work -Server $server -EmailCode", "EmailCodeRequired");
        stage.Shell.Text.Answer = field => field == "Email" ? ConsoleStage.Email : Canary.Secure("no code");
        stage.Bad("Connect-DifyWorkspace work -Server $server -EmailCode", "CodeRefused");
    }

    [Theory]
    [InlineData("1.8.1")]
    [InlineData("1.14.0")]
    [InlineData("1.20.0")]
    public async Task An_admin_key_is_kept_and_has_no_session(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey");
        stage.BecomeAnotherProcess();
        var status = stage.Test();
        Assert.Equal(WorkspaceHealth.Ok, status.Status);
        Assert.Equal("owner", status.Role);
        Assert.Single(stage.Requests);
        stage.ForgetRequests();
        stage.Good("Disconnect-DifyWorkspace work");
        Assert.Empty(stage.Requests);
        Assert.Null(stage.GetSecret(ConsoleStage.Secret));
    }

    [Fact]
    public async Task A_version_that_takes_no_admin_key_is_told()
    {
        await using var stage = await ConsoleStage.SetAsync("1.10.0");
        stage.Bad("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey", "AdminKeyNotTaken");
        Assert.Null(stage.GetSecret(ConsoleStage.Secret));
    }

    [Fact]
    public async Task An_admin_key_of_a_server_with_several_workspaces_needs_one_named()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.AddSecond();
        var error = stage.Bad("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey", "WorkspaceIdRequired");
        Assert.Contains("'Other'", error.Exception.Message);
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey -WorkspaceId $other");
        stage.Good("Connect-DifyWorkspace first -Server $server -AdminKey $adminKey -WorkspaceId $first");
        Assert.Equal("True", stage.Good("Test-DifyWorkspace -Quiet").Output.Single().ToString());
        stage.Bad("Connect-DifyWorkspace third -Server $server -AdminKey $adminKey -WorkspaceId $first", "WorkspaceAlreadyConnected");
    }

    [Fact]
    public async Task An_admin_key_that_was_rotated_in_the_vault_goes_on_without_a_restart()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Good("Connect-DifyWorkspace work -Server $server -AdminKey $adminKey");
        Assert.True(stage.Test().Healthy);
        stage.Console().AdminKey = Canary.NewKey("");
        Assert.Equal(WorkspaceHealth.SignInRefused, stage.Test().Status);
        stage.PutSecret(ConsoleStage.Secret, stage.Console().AdminKey!);
        Assert.True(stage.Test().Healthy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_device_shows_its_code_waits_and_says_that_it_makes_no_keys(bool remembers)
    {
        await using var stage = await ConsoleStage.SetAsync();
        var command = "Connect-DifyWorkspace work -Server $server -DeviceCode -PassThru" + (remembers ? " -Remember" : "");
        var running = Task.Run(() => stage.Good(command), TestContext.Current.CancellationToken);
        var code = await WaitingDeviceAsync(stage);
        Assert.True(stage.Console().ApproveDevice(code, stage.Ann()));
        var result = await running;
        Assert.Contains(code, result.Text);
        Assert.Contains("/device", result.Text);
        Assert.Contains("WARNING: 'work' signs in by device sign-in", result.Text);
        var made = (DifyWorkspace)result.Output.Single().BaseObject;
        Assert.Equal(("deviceCode", ConsoleStage.Email, false), (made.Way, made.Account, made.CanMakeKeys));
        Assert.NotNull(made.ExpiresAt);
        Assert.True(stage.Test().Healthy);
        stage.BecomeAnotherProcess();
        Assert.Equal(remembers ? WorkspaceHealth.Ok : WorkspaceHealth.NotSignedIn, stage.Test().Status);
    }

    [Fact]
    public async Task A_device_that_somebody_refuses_makes_nothing()
    {
        await using var stage = await ConsoleStage.SetAsync();
        var running = Task.Run(
            () => stage.Bad("Connect-DifyWorkspace work -Server $server -DeviceCode -Remember", "DeviceDenied"),
            TestContext.Current.CancellationToken
        );
        stage.Console().DenyDevice(await WaitingDeviceAsync(stage));
        await running;
        Assert.Null(stage.Connection());
    }

    [Fact]
    public async Task The_environment_signs_in_and_nothing_is_kept()
    {
        await using var stage = await ConsoleStage.SetAsync();
        var running = Task.Run(
            () => stage.Good("Connect-DifyWorkspace device -Server $server -DeviceCode -Remember"),
            TestContext.Current.CancellationToken
        );
        stage.Console().ApproveDevice(await WaitingDeviceAsync(stage), stage.Ann());
        await running;
        stage.Bad("Connect-DifyWorkspace work -FromEnvironment", "EnvironmentIncomplete");
        Environment.SetEnvironmentVariable(EnvironmentSignIn.ServerVariable, stage.Server);
        Environment.SetEnvironmentVariable(EnvironmentSignIn.TokenVariable, stage.GetSecret("DifyPS-workspace-device"));
        try
        {
            stage.Good("Connect-DifyWorkspace work -FromEnvironment");
            Assert.Equal(("token", null, ConsoleStage.Email), (stage.Connection().Way, stage.Connection().Vault, stage.Connection().Account));
            stage.BecomeAnotherProcess();
            Assert.True(stage.Test().Healthy);
            Environment.SetEnvironmentVariable(EnvironmentSignIn.ServerVariable, "https://elsewhere.example.com");
            stage.BecomeAnotherProcess();
            Assert.Equal(WorkspaceHealth.ConnectionChanged, stage.Test().Status);
            Assert.Empty(stage.Requests);
        }
        finally
        {
            Environment.SetEnvironmentVariable(EnvironmentSignIn.ServerVariable, null);
            Environment.SetEnvironmentVariable(EnvironmentSignIn.TokenVariable, null);
        }

        Assert.Equal(WorkspaceHealth.SecretMissing, stage.Test().Status);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_credential_that_somebody_else_keeps_signs_in_and_stays(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        stage.Good("Set-Secret team-ann $credential -Vault $vault");
        stage.Good("Connect-DifyWorkspace work -Server $server -SecretName team-ann");
        Assert.Equal(("password", "team-ann", false), (stage.Connection().Way, stage.Connection().Secret, stage.Connection().OwnsSecret));
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
        stage.Good("Disconnect-DifyWorkspace work");
        Assert.IsType<PSCredential>(stage.Good("Get-Secret team-ann -Vault $vault").Output.Single().BaseObject);
    }

    [Fact]
    public async Task An_admin_key_that_somebody_else_keeps_signs_in_and_an_apps_key_does_not()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Good("Set-Secret team-admin -SecureStringSecret $adminKey -Vault $vault");
        stage.Good("Connect-DifyWorkspace work -Server $server -SecretName team-admin");
        Assert.Equal("adminKey", stage.Connection().Way);
        stage.Register("Cat");
        stage.Bad("Connect-DifyWorkspace other -Server $server -SecretName no-such", "SecretMissing");
        var error = stage.Run("Connect-DifyWorkspace other -Server $server -SecretName DifyPS-cat");
        Assert.NotEmpty(error.Errors);
        Assert.Null(stage.Connection("other"));
    }

    [Fact]
    public async Task Nothing_to_sign_in_with_is_told_with_the_ways()
    {
        await using var stage = await ConsoleStage.SetAsync();
        var error = stage.Bad("Connect-DifyWorkspace work -Server $server", "SignInRequired");
        Assert.Contains("-AdminKey", error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
    }

    private static async Task<string> WaitingDeviceAsync(Stage stage)
    {
        while (stage.Console().WaitingDevices.Count == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        return stage.Console().WaitingDevices[0];
    }
}

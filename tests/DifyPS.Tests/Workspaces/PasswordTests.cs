using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Connections by an account's e-mail address and password.</summary>
public sealed class PasswordTests
{
    public static TheoryData<string> Versions => ConsoleStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_remembered_sign_in_serves_other_processes(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        var made = stage.Connect();
        Assert.Equal(
            ("work", "Simulator", ConsoleStage.Email, "owner", version, "password"),
            (made.Name, made.WorkspaceName, made.Account, made.Role, made.ServerVersion, made.Way)
        );
        Assert.True(made is { IsRemembered: true, IsSignedIn: true, CanMakeKeys: true, OwnsSecret: true });
        Assert.Equal(ConsoleStage.Secret, made.SecretName);
        stage.BecomeAnotherProcess();

        var status = stage.Test();
        Assert.Equal(WorkspaceHealth.Ok, status.Status);
        Assert.True(status.Healthy);
        Assert.Equal("owner", status.Role);
        Assert.DoesNotContain("POST /login", stage.Asked());
        Assert.DoesNotContain("GET /system-features", stage.Asked());
    }

    [Fact]
    public async Task A_remembered_sign_in_stays_so_when_somebody_signs_in_again()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.Good("Connect-DifyWorkspace work -Credential $credential");
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);

        stage.Good("Connect-DifyWorkspace work -Credential $credential -Remember:$false");
        Assert.Null(stage.GetSecret(ConsoleStage.Secret));
        stage.BecomeAnotherProcess();
        Assert.Equal(WorkspaceHealth.NotSignedIn, stage.Test().Status);
    }

    [Fact]
    public async Task A_name_that_is_no_address_is_told_before_its_password_is_asked_for()
    {
        await using var stage = await ConsoleStage.SetAsync("1.20.0");
        stage.Shell.Text.Answer = _ => throw new InvalidOperationException("Nobody is to be asked.");
        var error = stage.Bad("Connect-DifyWorkspace work -Server $server -Credential ann", "InvalidCredential");
        Assert.Contains("e-mail address", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("POST /login", stage.Asked());
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task An_old_session_is_renewed_once_and_a_dead_one_signed_in_anew(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        stage.Connect();
        stage.Console().ExpireSessions();
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
        Assert.Single(stage.Asked(), one => one == "POST /refresh-token");
        Assert.DoesNotContain("POST /login", stage.Asked());

        // What was renewed is there for the next process.
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
        Assert.DoesNotContain("POST /refresh-token", stage.Asked());

        stage.Console().EndSessions();
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
        Assert.Single(stage.Asked(), one => one == "POST /login");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Without_remember_the_session_lives_in_this_process_for_all_its_runspaces(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        var made = stage.Connect("");
        Assert.False(made.IsRemembered);
        Assert.Null(stage.GetSecret(ConsoleStage.Secret));
        var other = stage.NewSession();
        Assert.Equal("True", other.Run("Test-DifyWorkspace work -Quiet").Output.Single().ToString());

        stage.BecomeAnotherProcess();
        var status = stage.Test();
        Assert.Equal(WorkspaceHealth.NotSignedIn, status.Status);
        Assert.Contains("Connect-DifyWorkspace work", status.RecommendedAction);
        Assert.Empty(stage.Requests);
        Assert.False(((DifyWorkspace)stage.Good("Get-DifyWorkspace work").Output.Single().BaseObject).IsSignedIn);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_refused_password_makes_nothing_and_is_given_once(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        var error = stage.Bad("Connect-DifyWorkspace work -Server $server -Credential $wrong -Remember", "PasswordRefused");
        Assert.Equal(System.Management.Automation.ErrorCategory.AuthenticationError, error.CategoryInfo.Category);
        Assert.NotNull(error.ErrorDetails.RecommendedAction);
        Assert.Single(stage.Asked(), one => one == "POST /login");
        Assert.False(File.Exists(stage.RegistryFile) && File.ReadAllText(stage.RegistryFile).Contains("work", StringComparison.Ordinal));
        Assert.Null(stage.GetSecret(ConsoleStage.Secret));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_remembered_password_that_is_refused_is_not_given_again_by_any_process(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        stage.Connect();
        stage.Ann().Password = Canary.NewKey("");
        stage.Console().EndSessions();
        stage.BecomeAnotherProcess();
        Assert.Equal(WorkspaceHealth.SignInRefused, stage.Test().Status);
        Assert.Single(stage.Asked(), one => one == "POST /login");
        for (var i = 0; i < 3; i++)
        {
            stage.BecomeAnotherProcess();
            var status = stage.Test();
            Assert.Equal(WorkspaceHealth.SignInRefused, status.Status);
            Assert.Contains("Connect-DifyWorkspace work", status.RecommendedAction);
            Assert.DoesNotContain("POST /login", stage.Asked());
        }

        Assert.Equal("PasswordRefused", ((DifyWorkspace)stage.Good("Get-DifyWorkspace").Output.Single().BaseObject).RefusedFor);
        stage.SetCredential("credential", stage.Ann().Password!);
        stage.Connect();
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
    }

    [Theory]
    [InlineData("banned", "AccountBanned")]
    [InlineData("pending", "AccountNotActive")]
    public async Task What_is_the_matter_with_an_account_has_an_id_of_its_own(string state, string id)
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Ann().Status = state;
        stage.Bad("Connect-DifyWorkspace work -Server $server -Credential $credential", id);
    }

    [Fact]
    public async Task What_the_server_does_not_allow_is_told_before_the_password_is_sent()
    {
        await using var stage = await ConsoleStage.SetAsync();
        var console = stage.Console();
        foreach (
            var (set, id) in new (Action<SimulatedConsole, bool> Set, string Id)[]
            {
                ((one, on) => one.IsSingleSignOnOnly = on, "SingleSignOnOnly"),
                ((one, on) => one.AllowsPasswords = !on, "SignInOff"),
                ((one, on) => one.IsSetUp = !on, "ServerNotSetUp"),
            }
        )
        {
            set(console, true);
            stage.Bad("Connect-DifyWorkspace work -Server $server -Credential $credential", id);
            set(console, false);
        }

        Assert.DoesNotContain("POST /login", stage.Asked());
    }

    [Fact]
    public async Task A_locked_account_is_told_and_a_kept_password_is_not_given_meanwhile()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        for (var i = 0; i < 6; i++)
            stage.Run("Connect-DifyWorkspace other -Server $server -Credential $wrong");
        stage.Bad("Connect-DifyWorkspace other -Server $server -Credential $wrong", "AccountLocked");
        stage.Console().EndSessions();
        stage.BecomeAnotherProcess();
        Assert.Equal(WorkspaceHealth.AccountLocked, stage.Test().Status);
        Assert.Single(stage.Asked(), one => one == "POST /login");
        stage.BecomeAnotherProcess();
        Assert.Equal(WorkspaceHealth.AccountLocked, stage.Test().Status);
        Assert.DoesNotContain("POST /login", stage.Asked());
    }

    [Fact]
    public async Task A_version_that_a_gateway_hides_is_asked_for_elsewhere_before_the_password_is_sent()
    {
        await using var stage = await ConsoleStage.SetAsync("1.14.0");
        stage.Console().TellsVersion = false;
        stage.Connect();
        var asked = stage.Asked().ToList();
        Assert.Single(asked, one => one == "POST /login");
        Assert.True(asked.FindIndex(one => one.StartsWith("GET /", StringComparison.Ordinal)) < asked.IndexOf("POST /login"));
        Assert.True(stage.Test().Healthy);
    }

    [Theory]
    [InlineData("http://dify.example.com", "InvalidServer")]
    [InlineData("ftp://dify.example.com", "InvalidServer")]
    public async Task A_password_goes_over_no_open_line(string server, string id)
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Bad($"Connect-DifyWorkspace work -Server {server} -Credential $credential", id);
    }

    [Fact]
    public async Task A_credential_without_an_address_is_told_with_the_next_step()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Shell.SetVariable("nobody", new System.Management.Automation.PSCredential("ann", Canary.Secure(Canary.NewKey(""))));
        var error = stage.Bad("Connect-DifyWorkspace work -Server $server -Credential $nobody", "InvalidCredential");
        Assert.Contains("e-mail", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("POST /login", stage.Asked());
    }

    [Fact]
    public async Task An_account_without_a_workspace_fails_though_the_status_is_200()
    {
        await using var stage = await ConsoleStage.SetAsync();
        var password = Canary.NewKey("");
        stage.Console().AddAccount("bob@example.com", password, role: null);
        stage.Shell.SetVariable("bob", new System.Management.Automation.PSCredential("bob@example.com", Canary.Secure(password)));
        stage.Bad("Connect-DifyWorkspace work -Server $server -Credential $bob", "AccountWithoutWorkspace");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Disconnecting_forgets_and_spares_the_browser(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        stage.Connect();
        var browser = stage.Console().SignInBrowser(stage.Ann());
        stage.BecomeAnotherProcess();
        stage.Good("Disconnect-DifyWorkspace work");
        Assert.Empty(stage.Good("Get-DifyWorkspace").Output);
        Assert.Null(stage.GetSecret(ConsoleStage.Secret));
        Assert.True(stage.Console().TakesRefresh(browser));
        Assert.Contains(stage.Asked(), one => one.EndsWith("/logout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_gone_keeps_nobody_from_forgetting()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        await stage.Dify.DisposeAsync();
        var result = stage.Good("Disconnect-DifyWorkspace work");
        Assert.Contains("WARNING: The session of 'work'", result.Text);
        Assert.Null(stage.GetSecret(ConsoleStage.Secret));
    }

    [Fact]
    public async Task Cookies_for_https_go_over_plain_http_on_this_machine_as_well()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Console().IsConfiguredForHttps = true;
        stage.Connect();
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
    }

    [Theory]
    [InlineData("Connect-DifyWorkspace work -Server $server -Credential $credential -Remember -WhatIf")]
    [InlineData("Connect-DifyWorkspace work -Switch -WhatIf")]
    [InlineData("Connect-DifyWorkspace new -Server $server -AdminKey $adminKey -WhatIf")]
    [InlineData("Connect-DifyWorkspace new -Server $server -DeviceCode -Remember -WhatIf")]
    [InlineData("Connect-DifyWorkspace new -Server $server -EmailCode -WhatIf")]
    [InlineData("Disconnect-DifyWorkspace * -WhatIf")]
    public async Task WhatIf_sends_nothing_and_changes_nothing(string command)
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        stage.ForgetRequests();
        var before = File.ReadAllText(stage.RegistryFile);
        var secret = stage.GetSecret(ConsoleStage.Secret);
        Assert.Contains("What if:", stage.Good(command).Text);
        Assert.Empty(stage.Requests);
        Assert.Equal(before, File.ReadAllText(stage.RegistryFile));
        Assert.Equal(secret, stage.GetSecret(ConsoleStage.Secret));
    }

    [Fact]
    public async Task What_is_deleted_is_told_by_its_vault_and_its_name()
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Connect();
        var asked = stage.Good("Disconnect-DifyWorkspace work -WhatIf").Text;
        Assert.Contains($"from vault '{stage.Vault}' the secret '{ConsoleStage.Secret}'", asked);
        stage.Good($"Remove-Secret {ConsoleStage.Secret} $vault");
        Assert.Contains($"vault '{stage.Vault}': it has no secret '{ConsoleStage.Secret}'", stage.Test().Message);
    }
}

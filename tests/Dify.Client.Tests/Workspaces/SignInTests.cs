using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using Dify.Simulator;
using Xunit;

namespace Dify.Client.Tests.Workspaces;

/// <summary>Signing in by password and by e-mail code, in each dialect.</summary>
public sealed class SignInTests
{
    public static TheoryData<string> Versions => ConsoleSite.Versions;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Password_opens_the_workspace(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version, "admin");
        var client = await site.ConnectAsync();

        Assert.Equal(ConsoleSite.Email, (await client.Workspaces.GetAccountAsync(Token)).Email);
        var current = await client.Workspaces.GetCurrentAsync(Token);
        Assert.Equal((site.State.WorkspaceId.ToString(), "admin"), (current.Id, current.Role));
        Assert.Equal(current.Id, Assert.Single(await client.Workspaces.ListAsync(Token)).Id);
        Assert.Equal(version, client.ServerVersion);
        Assert.DoesNotContain(site.Host.Requests.Snapshot(), one => one.Status >= 400);
    }

    [Theory]
    [InlineData("1.8.1", false)]
    [InlineData("1.9.2", false)]
    [InlineData("1.11.1", false)]
    [InlineData("1.11.2", true)]
    [InlineData("1.20.0", true)]
    public async Task Version_decides_how_the_password_travels(string version, bool isEncoded)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        await site.ConnectAsync();

        var login = Assert.Single(site.Host.Requests.Snapshot(), one => one.Path.EndsWith("/login", StringComparison.Ordinal));
        Assert.Equal(
            isEncoded ? Convert.ToBase64String(Encoding.UTF8.GetBytes(ConsoleSite.Password)) : ConsoleSite.Password,
            (string?)login.Json!["password"]
        );
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Refused_password_is_sent_once_and_in_one_encoding(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        site.Owner.Password = "another one";

        Assert.Equal(WorkspaceProblem.PasswordRefused, await FailAsync(site));
        Assert.Equal(1, site.Count("POST /login"));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Locked_account_is_not_tried_again(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        for (var count = 0; count < 5; count++)
        {
            await Assert.ThrowsAsync<WorkspaceException>(() =>
                site.SignIn.WithPasswordAsync(ConsolePassword.FromString(ConsoleSite.Email, "wrong"), Token)
            );
        }

        Assert.Equal(WorkspaceProblem.AccountLocked, await FailAsync(site));
        Assert.Equal(6, site.Count("POST /login"));
    }

    [Theory]
    [InlineData("banned", WorkspaceProblem.AccountBanned)]
    [InlineData("pending", WorkspaceProblem.AccountNotActive)]
    [InlineData("frozen", WorkspaceProblem.AccountNotActive)]
    public async Task Account_that_may_not_sign_in_is_told_as_such(string status, string code)
    {
        await using var site = await ConsoleSite.StartAsync();
        site.Owner.Status = status;
        Assert.Equal(code, await FailAsync(site));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Failure_with_status_200_is_a_failure(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version, role: null);
        Assert.Equal(WorkspaceProblem.AccountWithoutWorkspace, await FailAsync(site));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Older_server_tells_that_there_is_no_such_account(bool allowsRegistration)
    {
        await using var site = await ConsoleSite.StartAsync("1.8.1");
        site.Console.AllowsRegistration = allowsRegistration;
        var error = await Assert.ThrowsAsync<WorkspaceException>(() =>
            site.SignIn.WithPasswordAsync(ConsolePassword.FromString("bob@example.com", "x"), Token)
        );
        Assert.Equal(WorkspaceProblem.AccountNotFound, error.Code);
    }

    [Theory]
    [InlineData("sso", WorkspaceProblem.SingleSignOnOnly)]
    [InlineData("off", WorkspaceProblem.SignInOff)]
    [InlineData("setup", WorkspaceProblem.ServerNotSetUp)]
    [InlineData("version", WorkspaceProblem.ServerVersionUnknown)]
    public async Task Nothing_secret_goes_to_a_server_that_cannot_take_it(string state, string code)
    {
        await using var site = await ConsoleSite.StartAsync();
        site.Console.IsSingleSignOnOnly = state == "sso";
        site.Console.AllowsPasswords = state != "off";
        site.Console.IsSetUp = state != "setup";
        site.Console.TellsVersion = state != "version";
        using var none = site.Host.Faults.Add(new Fault { Status = 404, Path = state == "version" ? "/" : "/nowhere" });

        Assert.Equal(code, await FailAsync(site));
        Assert.DoesNotContain(site.Host.Requests.Snapshot(), one => one.Method == "POST");
    }

    [Fact]
    public async Task Version_that_a_gateway_hides_is_asked_for_elsewhere()
    {
        await using var site = await ConsoleSite.StartAsync("1.14.0");
        site.Console.TellsVersion = false;
        await site.ConnectAsync();
        Assert.Equal(1, site.Count("POST /login"));
    }

    [Theory]
    [InlineData("1.10.0")]
    [InlineData("1.20.0")]
    public async Task Cookies_for_https_are_replayed_over_http_on_this_machine(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        site.Console.IsConfiguredForHttps = true;
        var client = await site.ConnectAsync();
        Assert.Equal(ConsoleSite.Email, (await client.Workspaces.GetAccountAsync(Token)).Email);

        site.Console.ExpireSessions();
        Assert.Equal(ConsoleSite.Email, (await client.Workspaces.GetAccountAsync(Token)).Email);
        Assert.Contains("__Host-csrf_token=", site.Host.Requests.Snapshot()[^1].Headers["Cookie"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Code_of_an_email_opens_the_workspace(string version)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var sent = await site.SignIn.SendCodeAsync(ConsoleSite.Email, Token);
        var wrong = site.Console.LastCode(ConsoleSite.Email) == "000000" ? "000001" : "000000";
        var error = await Assert.ThrowsAsync<WorkspaceException>(() => site.SignIn.WithCodeAsync(sent, wrong, Token));
        Assert.Equal(WorkspaceProblem.CodeRefused, error.Code);

        var code = site.Console.LastCode(ConsoleSite.Email)!;
        var session = await site.SignIn.WithCodeAsync(sent, code.Insert(3, " "), Token);
        Assert.Equal(ConsoleSite.Email, (await site.Client(new ConsoleSessionCredential(session)).Workspaces.GetAccountAsync(Token)).Email);
    }

    [Fact]
    public async Task Codes_by_email_that_are_switched_off_are_told_as_such()
    {
        await using var site = await ConsoleSite.StartAsync();
        site.Console.AllowsEmailCodes = false;
        var error = await Assert.ThrowsAsync<WorkspaceException>(() => site.SignIn.SendCodeAsync(ConsoleSite.Email, Token));
        Assert.Equal(WorkspaceProblem.SignInOff, error.Code);
    }

    [Theory]
    [InlineData("email_code_login_rate_limit_exceeded")]
    [InlineData("email_send_ip_limit")]
    public async Task Too_many_codes_are_not_asked_for_again(string code)
    {
        await using var site = await ConsoleSite.StartAsync();
        using var limit = site.Host.Faults.Add(
            new Fault
            {
                Status = 429,
                Code = code,
                Path = "/console/api/email-code-login",
            }
        );
        var error = await Assert.ThrowsAsync<WorkspaceException>(() => site.SignIn.SendCodeAsync(ConsoleSite.Email, Token));
        Assert.Equal(WorkspaceProblem.TooManyCodes, error.Code);
        Assert.Equal(1, site.Count("POST /email-code-login"));
    }

    [Theory]
    [InlineData("dify.example.com", "https://dify.example.com/console/api/")]
    [InlineData("https://dify.example.com/apps", "https://dify.example.com/console/api/")]
    [InlineData("https://dify.example.com/v1/", "https://dify.example.com/console/api/")]
    [InlineData("https://gateway.example.com/dify/console/api", "https://gateway.example.com/dify/console/api/")]
    [InlineData("https://api.dify.ai/v1", "https://cloud.dify.ai/console/api/")]
    [InlineData(null, "https://cloud.dify.ai/console/api/")]
    [InlineData("http://localhost:5001", "http://localhost:5001/console/api/")]
    public void Address_is_that_of_the_console(string? text, string address) =>
        Assert.Equal(address, WorkspaceServer.Create(text).BaseUri.AbsoluteUri);

    private static async Task<string> FailAsync(ConsoleSite site)
    {
        var error = await Assert.ThrowsAsync<WorkspaceException>(() => site.SignIn.WithPasswordAsync(ConsoleSite.Credentials, Token));
        Assert.False(string.IsNullOrEmpty(error.RecommendedAction));
        Assert.DoesNotContain(ConsoleSite.Password, error.ToString(), StringComparison.Ordinal);
        return error.Code;
    }
}

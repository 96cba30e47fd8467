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

/// <summary>What no text may show: passwords, sessions, admin keys, codes and tokens, in whatever form a server repeats them.</summary>
public sealed class WorkspaceSecretTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Forms => ["plain", "base64", "json", "address"];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Password_stays_out_of_errors(string form)
    {
        await using var site = await ConsoleSite.StartAsync();
        using var echo = Echo(site, "/console/api/login", Write(ConsoleSite.Password, form));
        var error = await Assert.ThrowsAsync<DifyApiException>(() => site.SignIn.WithPasswordAsync(ConsoleSite.Credentials, Token));
        Check(error, site, ConsoleSite.Password);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Session_stays_out_of_errors_and_so_does_the_one_before(string form)
    {
        await using var site = await ConsoleSite.StartAsync();
        var first = await site.SignIn.WithPasswordAsync(ConsoleSite.Credentials, Token);
        var credential = new ConsoleSessionCredential(first);
        var client = site.Client(credential);
        site.Console.ExpireSessions();
        await client.Workspaces.GetAccountAsync(Token);
        string[] secrets =
        [
            first.Access,
            first.Refresh!,
            first.Csrf!,
            credential.Session!.Access,
            credential.Session.Refresh!,
            credential.Session.Csrf!,
        ];
        foreach (var secret in secrets)
        {
            using var echo = Echo(site, "/console/api/account/profile", Write(secret, form));
            Check(await Assert.ThrowsAsync<DifyApiException>(() => client.Workspaces.GetAccountAsync(Token)), site, secret);
            Assert.DoesNotContain(secret, client.TakeSecretsOutOf("It was " + Write(secret, form)), StringComparison.Ordinal);
        }

        Assert.All(secrets, secret => Assert.DoesNotContain(secret, $"{client} {credential} {first}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Admin_key_stays_out_of_errors(string form)
    {
        const string Key = "some-admin-key-of-a-server-0123456789";
        await using var site = await ConsoleSite.StartAsync();
        var client = site.Client(new AdminKeyCredential(ApiKey.FromString(Key), site.State.WorkspaceId.ToString()));
        using var echo = Echo(site, "/console/api/workspaces/current", Write(Key, form));
        Check(await Assert.ThrowsAsync<DifyApiException>(() => client.Workspaces.GetCurrentAsync(Token)), site, Key);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Code_of_an_email_stays_out_of_errors(string form)
    {
        await using var site = await ConsoleSite.StartAsync();
        var sent = await site.SignIn.SendCodeAsync(ConsoleSite.Email, Token);
        foreach (var secret in (string[])[sent.Token, "481632"])
        {
            using var echo = Echo(site, "/console/api/email-code-login/validity", Write(secret, form));
            Check(await Assert.ThrowsAsync<DifyApiException>(() => site.SignIn.WithCodeAsync(sent, "481632", Token)), site, secret);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Code_and_token_of_a_device_stay_out_of_errors(string form)
    {
        await using var site = await ConsoleSite.StartAsync();
        var code = await site.SignIn.BeginDeviceAsync("DifyPS test", Token);
        using (Echo(site, "/openapi/v1/oauth/device/token", Write(code.Code, form)))
        {
            Check(
                await Assert.ThrowsAsync<DifyApiException>(() => site.SignIn.WaitForDeviceAsync(code, cancellationToken: Token)),
                site,
                code.Code
            );
        }

        site.Console.ApproveDevice(code.UserCode, site.Owner);
        var credential = await site.SignIn.WaitForDeviceAsync(code, cancellationToken: Token);
        using var echo = Echo(site, "/openapi/v1/account", Write(credential.ToSecret(), form));
        Check(
            await Assert.ThrowsAsync<DifyApiException>(() => site.Client(credential).Workspaces.GetAccountAsync(Token)),
            site,
            credential.ToSecret()
        );
    }

    [Theory]
    [InlineData("1.8.1", "/console/api/login")]
    [InlineData("1.8.1", "/console/api/refresh-token")]
    [InlineData("1.20.0", "/console/api/apps/*/api-keys")]
    [InlineData("1.20.0", "/console/api/datasets/api-keys")]
    [InlineData("1.20.0", "/openapi/v1/oauth/device/code")]
    [InlineData("1.20.0", "/openapi/v1/oauth/device/token")]
    public async Task Answer_that_holds_a_secret_is_not_quoted_when_it_is_broken(string version, string path)
    {
        await using var site = await ConsoleSite.StartAsync(version);
        var app = site.State.AddApp("cat").Id.ToString();
        var client = site.Client(new ConsoleSessionCredential(null, ConsoleSite.Credentials));
        await client.Workspaces.GetAccountAsync(Token);
        if (path.EndsWith("refresh-token", StringComparison.Ordinal))
            site.Console.ExpireSessions();

        var code = version == "1.20.0" ? await site.SignIn.BeginDeviceAsync("DifyPS test", Token) : null;
        site.Console.ApproveDevice(code?.UserCode ?? "", site.Owner);
        using var broken = site.Host.Faults.Add(new Fault { Path = path, Kind = FaultKind.TruncatedJson });

        var error = await Assert.ThrowsAnyAsync<DifyException>(() =>
            path.Split('/')[^1] switch
            {
                "login" => site.SignIn.WithPasswordAsync(ConsoleSite.Credentials, Token),
                "refresh-token" => client.Workspaces.GetAccountAsync(Token),
                "code" => site.SignIn.BeginDeviceAsync("another", Token),
                "token" => site.SignIn.WaitForDeviceAsync(code!, cancellationToken: Token),
                _ when path.Contains("datasets", StringComparison.Ordinal) => client.KnowledgeKeys.CreateAsync(
                    client.KnowledgeKeys.Begin(),
                    cancellationToken: Token
                ),
                _ => client.AppKeys.CreateAsync(client.AppKeys.Begin(app), Token),
            }
        );

        Assert.Contains(error.Code, (string[])[DifyConnectionException.InvalidResponse, WorkspaceProblem.KeyCreationUncertain]);
        Assert.DoesNotContain("eyJ", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("{\"", error.ToString(), StringComparison.Ordinal);
    }

    private static IDisposable Echo(ConsoleSite site, string path, string text) =>
        site.Host.Faults.Add(
            new Fault
            {
                Path = path,
                Status = 418,
                Code = "teapot",
                Message = $"No: <{text}>",
            }
        );

    private static string Write(string secret, string form) =>
        form switch
        {
            "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            "json" => string.Concat(secret.Select(character => $"\\u{(int)character:x4}")),
            "address" => string.Concat(Encoding.UTF8.GetBytes(secret).Select(one => $"%{one:X2}")),
            _ => secret,
        };

    private static void Check(DifyException error, ConsoleSite site, string secret)
    {
        foreach (var text in (string[])[error.ToString(), error.RecommendedAction ?? "", .. site.Trace])
        {
            foreach (var form in Forms)
                Assert.DoesNotContain(Write(secret, form), text, StringComparison.OrdinalIgnoreCase);
        }
    }
}

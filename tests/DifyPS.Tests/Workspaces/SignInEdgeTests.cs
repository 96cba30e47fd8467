using System;
using System.IO;
using System.Linq;
using System.Runtime.Versioning;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Codes by e-mail past the prompt, certificates that nobody trusts, and a registry that is read-only.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SignInEdgeTests
{
    public static TheoryData<string> Versions => ConsoleStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_wrong_code_makes_nothing_and_the_right_one_signs_in(string version)
    {
        await using var stage = await ConsoleStage.SetAsync(version);
        var asked = 0;
        stage.Shell.Text.Answer = field =>
        {
            asked++;
            return field == "Email" ? ConsoleStage.Email : Canary.Secure("000000");
        };
        var error = stage.Bad("Connect-DifyWorkspace work -Server $server -EmailCode -Remember", "CodeRefused");
        Assert.Equal(2, asked);
        Assert.EndsWith("-EmailCode -Remember", error.ErrorDetails.RecommendedAction);
        Assert.Null(stage.Connection());
        Assert.Null(stage.GetSecret(ConsoleStage.Secret));

        // With spaces in it, as people copy it.
        string? code = null;
        stage.Shell.Text.Answer = field =>
            field == "Email"
                ? "  " + ConsoleStage.Email + " "
                : Canary.Secure(string.Join(' ', (code = stage.Console().LastCode(ConsoleStage.Email)!).ToCharArray()));
        var result = stage.Good("Connect-DifyWorkspace work -Server $server -EmailCode -Remember");
        Assert.DoesNotContain(code!, result.Text);
        Assert.DoesNotContain(code!, File.ReadAllText(stage.RegistryFile));
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("   ")]
    public async Task An_address_that_is_none_is_told_before_anything_is_sent(string address)
    {
        await using var stage = await ConsoleStage.SetAsync();
        stage.Shell.Text.Answer = field => field == "Email" ? address : Canary.Secure("000000");
        var error = stage.Bad(
            "Connect-DifyWorkspace work -Server $server -EmailCode",
            address.Trim().Length == 0 ? "EmailCodeRequired" : "InvalidCredential"
        );
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain(stage.Requests, one => one.Path.Contains("email-code", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_taken_where_somebody_says_so_and_for_that_connection()
    {
        await using var stage = await ConsoleStage.SetAsync();
        await using var secure = await SimulatorHost.StartAsync(
            "https://127.0.0.1:0",
            state =>
            {
                state.Console.Version = "1.20.0";
                state.Console.AddAccount(ConsoleStage.Email, stage.Ann().Password!, "owner");
            },
            TestContext.Current.CancellationToken
        );
        stage.Shell.SetVariable("secure", secure.BaseUri.GetLeftPart(UriPartial.Authority));
        stage.Bad("Connect-DifyWorkspace work -Server $secure -Credential $credential -Remember", "CertificateRejected");
        Assert.Empty(secure.Requests.Snapshot());
        Assert.Null(stage.Connection());

        stage.Good("Connect-DifyWorkspace work -Server $secure -Credential $credential -Remember -SkipCertificateCheck");
        stage.BecomeAnotherProcess();
        Assert.True(stage.Test().Healthy);
        Assert.True(((DifyWorkspace)stage.Good("Get-DifyWorkspace work").Output.Single().BaseObject).SkipCertificateCheck);

        // What is bound through it is called the same way, and connecting again keeps it.
        secure.State.AddApp("Cat");
        stage.Good("Get-DifyWorkspaceApp work | Register-DifyApp -Name cat");
        Assert.True(stage.Binding("cat")!.SkipCertificateCheck);
        Assert.Contains("Cat here", stage.Good("Invoke-DifyChat cat hi").Output.Single().ToString());
        stage.Good("Connect-DifyWorkspace work");
        Assert.True(stage.Test().Healthy);

        // It is sealed: nobody turns it on by an editor.
        stage.EditConnection(entry => entry["skipCertificateCheck"] = false);
        stage.BecomeAnotherProcess();
        Assert.Equal(WorkspaceHealth.ConnectionChanged, stage.Test().Status);
    }

    [Fact]
    public async Task A_remembered_session_is_renewed_where_the_registry_is_read_only()
    {
        if (!await Nobody.IsMeAsync(typeof(SignInEdgeTests)))
            return;
        foreach (var keepsLock in new[] { false, true })
        {
            await using var stage = await ConsoleStage.SetAsync();
            stage.Connect();
            stage.Dify.State.AddApp("Cat");
            stage.Console().ExpireSessions();
            stage.BecomeAnotherProcess();
            var before = File.ReadAllText(stage.RegistryFile);
            stage.Protect(keepsLock);
            try
            {
                var result = stage.Good("Get-DifyWorkspaceApp work -WarningVariable told -WarningAction SilentlyContinue; $told");
                Assert.Equal("Cat", ((DifyWorkspaceApp)result.Output[0].BaseObject).Name);
                Assert.Contains(result.Output, one => one.ToString()!.Contains(stage.RegistryFile, StringComparison.Ordinal));
                Assert.Single(stage.Asked(), one => one == "POST /refresh-token");
                Assert.DoesNotContain("POST /login", stage.Asked());

                // This process has the new session; another signs in anew with what is kept.
                stage.Good("Get-DifyWorkspaceApp work -WarningAction SilentlyContinue");
                stage.BecomeAnotherProcess();
                stage.Good("Get-DifyWorkspaceApp work -WarningAction SilentlyContinue");
                Assert.True(stage.Asked().Count(one => one == "POST /login") <= 1);
                Assert.Equal(before, File.ReadAllText(stage.RegistryFile));
            }
            finally
            {
                stage.Free();
            }
        }
    }
}

using System;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using DifyPS.Common;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Errors tell the next step, in words that can be typed.</summary>
public sealed class NextStepTests
{
    [Fact]
    public async Task An_unknown_app_is_told_with_the_nearest_names_and_how_to_register_it()
    {
        await using var stage = await Stage.SetAsync();
        Says(stage.Bad("Invoke-DifyChat 'my cat' hi", "AppNotFound"), "No app is registered yet.", "Register-DifyApp 'my cat'");
        stage.Register("Cat");
        Says(stage.Bad("Invoke-DifyChat cta hi", "AppNotFound"), "Did you mean 'cat'?", "Register-DifyApp cta");
        Assert.DoesNotContain("mean", stage.Bad("Invoke-DifyChat zebra hi", "AppNotFound").Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Questions_that_an_app_does_not_suggest_are_told_with_where_to_switch_them_on()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", configure: app => app.Parameters["suggested_questions_after_answer"] = new JsonObject { ["enabled"] = false });
        var error = stage.Run("Invoke-DifyChat cat hi | Get-DifySuggestedQuestion").Errors[0];
        Says(error, "Suggested Questions Is Disabled", "open the app in the Studio, then Features, and there Follow-up");
    }

    [Fact]
    public async Task A_rejected_key_is_told_with_its_app_its_vault_and_its_secret_and_how_to_rotate_it()
    {
        await using var stage = await Stage.SetAsync();
        var (app, key) = stage.Register("Cat");
        stage.Good("$null = Invoke-DifyChat cat hi");
        app.RevokeKey(key);
        var error = stage.Bad("Invoke-DifyChat cat hi", "unauthorized");
        var next =
            $"The key of 'cat' is the secret 'DifyPS-cat' in vault '{stage.Vault}'. Create another under API Access of 'Cat' in Dify, "
            + "and store it with: Set-DifyApp cat -ApiKey (Read-Host -AsSecureString)";
        Says(error, "401", next);
        Assert.Equal(next, stage.Good("(Test-DifyApp cat).RecommendedAction").Output[0].ToString());

        // Asked at birth there is no binding yet that could be told.
        stage.SetKey("other", Canary.NewKey());
        Says(stage.Bad("Register-DifyApp dog $other -Server $server", "unauthorized"), "401", "API Access");
    }

    [Theory]
    [InlineData("workflow", "Invoke-DifyChat cat hi", "Invoke-DifyWorkflow 'cat'")]
    [InlineData("chat", "Invoke-DifyWorkflow cat", "Invoke-DifyChat 'cat'")]
    [InlineData("chat", "Invoke-DifyCompletion cat", "Invoke-DifyChat 'cat'")]
    public async Task A_wrong_mode_is_told_with_the_cmdlet_that_fits(string mode, string command, string fits)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", mode);
        stage.ForgetRequests();
        Says(stage.Bad(command, "AppModeMismatch"), "Nothing was sent.", "Run it with: " + fits);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_with_its_host_and_port()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        Says(
            stage.Bad("Register-DifyApp cat $catKey -Server https://no-such-host.invalid", "HostNotFound"),
            "no-such-host.invalid:443",
            "DNS"
        );
        var port = FreePort();
        Says(stage.Bad($"Register-DifyApp cat $catKey -Server http://127.0.0.1:{port}", "ConnectionRefused"), $"127.0.0.1:{port}", "port");
    }

    [Fact]
    public void Where_PowerShell_does_not_show_what_to_do_the_message_does()
    {
        Assert.Equal("No.", ErrorRecords.Shown("No.", "Do so.", hostShowsActions: true));
        Assert.Equal(
            "No." + Environment.NewLine + "  Recommendation: Do so.",
            ErrorRecords.Shown("No.", "Do so.", hostShowsActions: false)
        );
    }

    private static void Says(ErrorRecord error, string message, string action)
    {
        Assert.Contains(message, error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains(action, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(error.Exception.Message, error.ErrorDetails.Message);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

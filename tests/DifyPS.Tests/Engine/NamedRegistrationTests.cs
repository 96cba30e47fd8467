using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Simulator;
using DifyPS.Commands;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Who registers an app is told where its key goes, and of several apps with which something went wrong.</summary>
public sealed class NamedRegistrationTests
{
    [Theory]
    [InlineData("Register-DifyApp cat -NoVerify", "API key of 'cat' on api.dify.ai (-Server names another server), from")]
    [InlineData("Register-DifyApp cat -NoVerify -Server https://dify.example.com:8443", "API key of 'cat' on dify.example.com:8443, from")]
    [InlineData(
        "[pscustomobject] @{ Name = 'cat'; Server = '' } | Register-DifyApp -NoVerify",
        "API key of 'cat' on api.dify.ai (-Server names another server), from"
    )]
    public async Task Whoever_is_asked_for_a_key_is_told_where_it_goes(string command, string question)
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.Text.Answer = _ => Canary.Secure(Canary.NewKey());
        Assert.Contains(question, stage.Good(command).Text.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task A_server_that_nobody_named_and_that_is_not_reached_is_told_with_Server()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        var before = HttpClient.DefaultProxy;
        try
        {
            // Nothing leaves this machine.
            HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
            DifyClient.CloseIdleConnections();
            var result = stage.Run("Register-DifyApp cat $catKey; Register-DifyApp cat $catKey -Server https://dify.example.com");
            var advice = result.Errors.Select(error => error.ErrorDetails.RecommendedAction).ToList();
            Assert.Equal(2, advice.Count);
            Assert.EndsWith("No -Server was given, so api.dify.ai was asked: -Server names your own server.", advice[0]);
            Assert.DoesNotContain("-Server names", advice[1]);
            Assert.All(result.Errors, error => Assert.Equal("cat", error.TargetObject));
        }
        finally
        {
            HttpClient.DefaultProxy = before;
            DifyClient.CloseIdleConnections();
        }
    }

    [Theory]
    [InlineData(401, true)]
    [InlineData(500, false)]
    public async Task A_key_that_is_refused_may_be_of_another_server(int status, bool expected)
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        using var fault = stage.Dify.Faults.Add(new Fault { Kind = FaultKind.Error, Path = "/info", Status = status, Code = "odd" });
        var error = stage.Bad("Register-DifyApp cat $catKey -Server $server", "odd");
        Assert.Equal(expected, RegisterDifyAppCommand.MayBeOtherServer((DifyException)error.Exception));
        Assert.DoesNotContain("-Server names", error.ErrorDetails.RecommendedAction);
        Assert.DoesNotContain("For ", error.ToString());
    }

    [Fact]
    public async Task Of_several_rows_an_error_of_the_server_names_its_app()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        stage.SetKey("badKey", Canary.NewKey());
        var result = stage.Run(
            "[pscustomobject] @{ Name = 'cat'; ApiKey = $catKey }, [pscustomobject] @{ Name = 'bad'; ApiKey = $badKey }, "
                + "[pscustomobject] @{ Name = 'wo*rse'; ApiKey = $badKey } | Register-DifyApp -Server $server"
        );
        Assert.Equal(["unauthorized", "InvalidAppName"], result.Errors.Select(one => one.FullyQualifiedErrorId.Split(',')[0]));
        Assert.StartsWith("For 'bad': 127.0.0.1", result.Errors[0].ToString());
        Assert.Equal("bad", result.Errors[0].TargetObject);
        // What names it already does not name it twice.
        Assert.DoesNotContain("For ", result.Errors[1].ToString());
    }

    [Fact]
    public async Task Of_a_vault_an_error_of_the_server_names_its_app()
    {
        await using var stage = await Stage.SetAsync();
        var (app, key) = stage.Register("Bad");
        stage.Register("Cat");
        app.RevokeKey(key);
        var error = Assert.Single(stage.Run("Register-DifyApp -FromVault $vault -Force").Errors);
        Assert.StartsWith("For 'bad': 127.0.0.1", error.ToString());
        Assert.Equal("bad", error.TargetObject);
    }

    [Fact]
    public async Task A_vault_to_read_from_that_is_none_is_told_with_FromVault()
    {
        await using var stage = await Stage.SetAsync();
        var advice = stage.Bad("Register-DifyApp -FromVault NoSuch", "VaultNotFound").ErrorDetails.RecommendedAction;
        Assert.Contains(stage.Vault, advice);
        Assert.Contains("-FromVault", advice);
        Assert.DoesNotContain(" -Vault", advice);
    }
}

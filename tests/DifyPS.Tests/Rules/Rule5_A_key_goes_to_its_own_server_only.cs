using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule5_A_key_goes_to_its_own_server_only
{
    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var stage = await Stage.SetAsync();
        await using var elsewhere = await SimulatorHost.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        stage.Register("Cat");
        using (
            stage.Dify.Faults.Add(
                new Fault { Path = "/chat-messages", RedirectTo = new Uri(elsewhere.BaseUri, "chat-messages").AbsoluteUri }
            )
        )
        {
            var error = stage.Bad("Invoke-DifyChat cat hi", "RedirectRefused");
            Assert.Contains(elsewhere.BaseUri.Host, error.Exception.Message);
        }

        Assert.Empty(elsewhere.Requests.Snapshot());
    }

    [Theory]
    [InlineData("http://dify.example.com/v1")]
    [InlineData("http://192.0.2.1:5001/v1")]
    public async Task Plain_http_is_refused_but_to_loopback(string server)
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        stage.Bad($"Register-DifyApp cat $catKey -Server {server} -NoVerify", "InvalidServer");
        Assert.Null(stage.GetSecret("DifyPS-cat"));
        stage.Good($"Register-DifyApp cat $catKey -Server {server} -NoVerify -AllowUnencryptedAuthentication");
        Assert.True(stage.Binding("cat")!.AllowUnencryptedAuthentication);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/v1/info")]
    [InlineData("//127.0.0.1:1/v1/info")]
    [InlineData("../other/info")]
    [InlineData("%2e%2e/info")]
    [InlineData("messages/../../../info")]
    public async Task A_raw_path_cannot_leave_the_bound_server(string path)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.ForgetRequests();
        stage.Bad($"Invoke-DifyRestMethod cat '{path}'", "InvalidArgument");
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("dify.example.com", "https://dify.example.com/v1/")]
    [InlineData("https://dify.example.com", "https://dify.example.com/v1/")]
    [InlineData("https://gateway.example.com/dify/v1", "https://gateway.example.com/dify/v1/")]
    [InlineData("dify.example.com:8443", "https://dify.example.com:8443/v1/")]
    public async Task A_bare_host_gets_https_and_v1(string server, string expected)
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        stage.Good($"Register-DifyApp cat $catKey -Server '{server}' -NoVerify");
        Assert.Equal(expected, stage.Binding("cat")!.Server);
    }

    [Theory]
    [InlineData("ftp://dify.example.com")]
    [InlineData("https://someone:secret@dify.example.com")]
    [InlineData("https://dify.example.com/v1?x=1")]
    [InlineData("not a host")]
    public async Task What_is_no_server_is_refused(string server)
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        stage.Bad($"Register-DifyApp cat $catKey -Server '{server}' -NoVerify", "InvalidServer");
    }

    [Fact]
    public async Task The_same_server_is_used_by_every_cmdlet()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("Get-DifyAppInfo cat; Test-DifyApp cat; Invoke-DifyChat cat hi; Invoke-DifyRestMethod cat info");
        Assert.All(stage.Requests, request => Assert.StartsWith("/v1/", request.Target));
        Assert.All(stage.Requests, request => Assert.Equal("Cat", request.App));
        Assert.Equal(9, stage.Requests.Count(request => request.Status == 200));
    }
}

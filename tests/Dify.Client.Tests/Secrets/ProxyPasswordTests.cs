using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests.Secrets;

/// <summary>A proxy that wants a password, by the process's own proxy: nothing else runs meanwhile.</summary>
[CollectionDefinition(nameof(ProxyPasswordTests), DisableParallelization = true)]
[Collection(nameof(ProxyPasswordTests))]
public sealed class ProxyPasswordTests : IDisposable
{
    private const string Refuses =
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"{0}\"\r\nContent-Length: 3\r\n\r\n{0}";
    private const string Password = "pw-Hunter22/+";

    private readonly IWebProxy _before = HttpClient.DefaultProxy;

    public void Dispose()
    {
        HttpClient.DefaultProxy = _before;
        DifyClient.CloseIdleConnections();
    }

    [Theory]
    [InlineData("https://dify.test")]
    [InlineData("http://dify.test")]
    public async Task A_wrong_password_is_given_once_and_told_nowhere(string server)
    {
        await using var proxy = Proxy(_ => Refuses.Replace("{0}", "bob:" + Password, StringComparison.Ordinal));
        Use(proxy.Host, Password);

        // Many at once, and then one more.
        var errors = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FailsAsync(server)));
        foreach (var error in errors.Append(await FailsAsync(server)))
        {
            Assert.Equal(DifyConnectionException.ProxyFailed, error.Code);
            Assert.Contains($"The proxy {proxy.Host} does not open the way to dify.test", error.Message, StringComparison.Ordinal);
            Assert.Contains("refused the user and the password", error.Message, StringComparison.Ordinal);
            Assert.Contains("HTTPS_PROXY", error.RecommendedAction, StringComparison.Ordinal);
            Assert.True(error.NeverConnected);
            Assert.DoesNotContain(Password, error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("pw-Hunter22", Uri.UnescapeDataString(error.ToString()), StringComparison.Ordinal);
        }

        Assert.Single(proxy.Requests, request => request.Contains("Proxy-Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("https://dify.test")]
    [InlineData("http://dify.test")]
    public async Task A_proxy_that_wants_a_password_and_is_given_none_is_asked_once(string server)
    {
        await using var proxy = Proxy(_ => Refuses);
        Use(proxy.Host, null);

        var error = await FailsAsync(server);

        Assert.Contains("it wants a user and a password", error.Message, StringComparison.Ordinal);
        Assert.Contains("HTTPS_PROXY", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Single(proxy.Requests);
    }

    [Theory]
    [InlineData("403 Forbidden", 1)]
    [InlineData("502 Bad Gateway", 4)]
    public async Task What_a_proxy_refuses_for_good_is_not_asked_again(string status, int times)
    {
        await using var proxy = Proxy(_ => $"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
        Use(proxy.Host, null);

        var error = await FailsAsync("https://dify.test");

        Assert.Contains("it answered with " + status[..3], error.Message, StringComparison.Ordinal);
        Assert.Equal(times, proxy.Requests.Count);
    }

    [Fact]
    public async Task The_right_password_opens_the_way_for_all()
    {
        await using var proxy = Proxy(head => head.Contains("Proxy-Authorization", StringComparison.OrdinalIgnoreCase)
            ? "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"name\":\"cat\"}"
            : Refuses);
        Use(proxy.Host, Password);

        var names = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(async _ => (await Client("http://dify.test").Apps.GetInfoAsync(Token)).Name)
        );

        Assert.All(names, name => Assert.Equal("cat", name));
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_told_without_its_password()
    {
        Use("127.0.0.1:1", Password);

        var error = await FailsAsync("https://dify.test");

        Assert.Equal(DifyConnectionException.ProxyFailed, error.Code);
        Assert.Contains("127.0.0.1:1: it refused the connection", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Hunter22", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<DifyConnectionException> FailsAsync(string server) =>
        await Assert.ThrowsAsync<DifyConnectionException>(() => Client(server).Apps.GetInfoAsync(Token));

    private static DifyClient Client(string server) =>
        new(
            DifyServer.Create(server, allowUnencryptedAuthentication: true),
            ApiKey.FromString(FakeServer.Key),
            new DifyClientOptions
            {
                MaxRetries = 3,
                RequestTimeout = TimeSpan.FromHours(1),
                TimeProvider = new ManualTime { FireUpTo = TimeSpan.FromMinutes(1) },
            }
        );

    private static HostileServer Proxy(Func<string, string> answer) => HostileServer.Raw(async connection =>
    {
        while (true)
            await connection.WriteAsync(answer(await connection.ReadHeadAsync()));
    });

    // As the platform has it from HTTPS_PROXY: the password in the address, and as what it gives.
    private static void Use(string proxy, string? password)
    {
        HttpClient.DefaultProxy = password is null
            ? new WebProxy(proxy)
            : new WebProxy(new Uri($"http://bob:{Uri.EscapeDataString(password)}@{proxy}"))
            {
                Credentials = new NetworkCredential("bob", password),
            };
        DifyClient.CloseIdleConnections();
    }
}

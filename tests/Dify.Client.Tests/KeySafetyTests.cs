using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security;
using System.Threading.Tasks;
using Dify.Client.Rest;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class KeySafetyTests
{
    [Fact]
    public async Task Key_goes_into_the_authorization_header_and_nowhere_else()
    {
        var server = new FakeServer().Answer(FakeServer.Json("{\"name\":\"cat\"}"));

        await server.Client().Apps.GetInfoAsync(Token);

        Assert.Equal("Bearer " + FakeServer.Key, server.Last.Authorization);
        Assert.Equal("https://dify.test/v1/info", server.Last.Uri.AbsoluteUri);
        Assert.DoesNotContain(FakeServer.Key, string.Join('\n', server.Trace), StringComparison.Ordinal);
        Assert.StartsWith("GET info -> 200 in ", Assert.Single(server.Trace), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://dify.test/v1/elsewhere")]
    [InlineData("https://evil.test/v1/info")]
    [InlineData("/login")]
    [InlineData("http://dify.test/v1/info")]
    [InlineData(null)]
    public async Task Redirect_is_not_followed_not_even_on_the_same_host(string? target)
    {
        foreach (var status in new[] { 301, 302, 303, 307, 308 })
        {
            var answer = new HttpResponseMessage((HttpStatusCode)status);
            answer.Headers.Location = target is null ? null : new Uri(target, UriKind.RelativeOrAbsolute);
            var server = new FakeServer().Answer(answer);

            var refused = await Assert.ThrowsAsync<DifyConnectionException>(() => server.Client().Apps.GetInfoAsync(Token));

            Assert.Equal(DifyConnectionException.RedirectRefused, refused.Code);
            Assert.Single(server.Requests);
            Assert.Contains("dify.test", refused.Message, StringComparison.Ordinal);
            if (target is not null && target[0] != '/')
                Assert.Contains(new Uri(target).Host, refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://dify.test", false)]
    [InlineData("http://10.0.0.1:5001", false)]
    [InlineData("http://127.0.0.1.evil.test", false)]
    [InlineData("http://localhost.evil.test", false)]
    [InlineData("http://127.0.0.1:5001", true)]
    [InlineData("http://localhost", true)]
    [InlineData("http://[::1]:80/v1", true)]
    [InlineData("https://dify.test", true)]
    public void Plain_http_goes_to_this_machine_only(string server, bool allowed)
    {
        if (allowed)
        {
            Assert.NotNull(DifyServer.Create(server));
        }
        else
        {
            Assert.Contains(
                "unencrypted",
                Assert.Throws<ArgumentException>(() => DifyServer.Create(server)).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Plain_http_can_be_allowed()
    {
        var fake = new FakeServer().Answer(FakeServer.Json("{\"name\":\"cat\"}"));
        var server = DifyServer.Create("http://dify.test", allowUnencryptedAuthentication: true);
        var client = new DifyClient(server, ApiKey.FromString(FakeServer.Key), fake.Options(), fake);

        Assert.Equal("cat", (await client.Apps.GetInfoAsync(Token)).Name);
    }

    [Fact]
    public async Task Plain_http_is_refused_at_the_time_of_sending_too()
    {
        // Create refuses it already; the transport does not rely on that.
        var server = DifyServer.Create("http://dify.test", allowUnencryptedAuthentication: true);
        typeof(DifyServer)
            .GetField(
                "<AllowUnencryptedAuthentication>k__BackingField",
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic
            )!
            .SetValue(server, false);
        var fake = new FakeServer();
        var client = new DifyClient(server, ApiKey.FromString(FakeServer.Key), fake.Options(), fake);

        var refused = await Assert.ThrowsAsync<DifyConnectionException>(() => client.Apps.GetInfoAsync(Token));

        Assert.Equal(DifyConnectionException.UnencryptedAuthenticationRefused, refused.Code);
        Assert.Empty(fake.Requests);
    }

    [Fact]
    public void Key_shows_only_its_fingerprint()
    {
        var key = ApiKey.FromString("  " + FakeServer.Key + "\n");
        var client = new DifyClient(DifyServer.Create("dify.test"), key);

        Assert.Matches("^ApiKey [0-9a-f]{16}$", key.ToString());
        Assert.Equal("ApiKey " + key.Fingerprint, $"{key}");
        Assert.Equal(key.Fingerprint, client.KeyFingerprint);
        Assert.DoesNotContain(FakeServer.Key, client.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key.GetType().GetProperties(), property => property.GetValue(key) as string == FakeServer.Key);
    }

    [Fact]
    public void Fingerprint_is_the_beginning_of_the_sha256() =>
        Assert.Equal("ba7816bf8f01cfea", ApiKey.FromString("abc").Fingerprint);

    [Theory]
    [InlineData("app-x", ApiKeyKind.App)]
    [InlineData("dataset-x", ApiKeyKind.Knowledge)]
    [InlineData("sk-gateway", ApiKeyKind.Unknown)]
    [InlineData("APP-x", ApiKeyKind.Unknown)]
    public void Kind_is_judged_by_the_prefix(string value, ApiKeyKind kind) => Assert.Equal(kind, ApiKey.FromString(value).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n")]
    [InlineData("app-secret value")]
    [InlineData("app-secret\nHost: evil")]
    [InlineData("app-sécret")]
    [InlineData("app-secret\u007F")]
    [InlineData("app-secret\0")]
    public void Bad_key_is_refused_without_being_shown(string value)
    {
        var refused = Assert.Throws<ArgumentException>(() => ApiKey.FromString(value));

        Assert.DoesNotContain("cret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_equal_by_value()
    {
        var secure = new SecureString();
        FakeServer.Key.ToList().ForEach(secure.AppendChar);

        Assert.Equal(ApiKey.FromString(FakeServer.Key), ApiKey.FromSecureString(secure));
        Assert.NotEqual(ApiKey.FromString(FakeServer.Key), ApiKey.FromString(FakeServer.Key + "2"));
        Assert.Equal(ApiKey.FromString("a").GetHashCode(), ApiKey.FromString("a").GetHashCode());
    }

    [Fact]
    public async Task Key_repeated_by_the_server_does_not_come_back_in_errors()
    {
        var echo = $"Your key {FakeServer.Key} is wrong";
        List<Func<FakeServer, Task>> failures =
        [
            server => server.Answer(FakeServer.Error(400, "bad_request", echo)).Client().Apps.GetInfoAsync(Token),
            server =>
                server.Answer(FakeServer.Body($"<p>{echo}</p>", "text/html", HttpStatusCode.Forbidden)).Client().Apps.GetInfoAsync(Token),
            server => server.Answer(FakeServer.Body(echo, "text/plain", HttpStatusCode.OK)).Client().Apps.GetInfoAsync(Token),
            server => server.Answer(FakeServer.Body(echo, "text/plain", HttpStatusCode.OK)).Client().Chat.SendAsync(Hello, null, Token),
            server =>
                server
                    .Answer(FakeServer.Events(Streams.Message("a"), Streams.Error(message: echo)))
                    .Client()
                    .Chat.SendAsync(Hello, null, Token),
            server => server.Answer(FakeServer.Events(echo)).Client().Chat.SendAsync(Hello, null, Token),
            server =>
                server
                    .Answer(new HttpRequestException(HttpRequestError.Unknown, "network"))
                    .Client(server.Options(maxRetries: 0))
                    .Apps.GetInfoAsync(Token),
        ];
        foreach (var failure in failures)
        {
            var server = new FakeServer();

            var error = await Assert.ThrowsAnyAsync<DifyException>(() => failure(server));

            Assert.DoesNotContain(FakeServer.Key, error.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(FakeServer.Key, error.RecommendedAction ?? string.Empty, StringComparison.Ordinal);
            Assert.DoesNotContain(FakeServer.Key, string.Join('\n', server.Trace), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Query_stays_out_of_trace_and_errors()
    {
        var server = new FakeServer().Answer(FakeServer.Error(404, "not_found"));

        var error = await Assert.ThrowsAsync<DifyApiException>(() =>
            server
                .Client()
                .Rest.SendAsync(new RestRequest { Path = "/messages?user=private", Query = [new("first_id", "secret id")] }, Token)
        );

        Assert.Equal("https://dify.test/v1/messages?user=private&first_id=secret%20id", server.Last.Uri.AbsoluteUri);
        Assert.Equal("GET /messages", error.Operation);
        Assert.DoesNotContain("private", error + string.Join('\n', server.Trace), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error + string.Join('\n', server.Trace), StringComparison.Ordinal);
    }
}

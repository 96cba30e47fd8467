using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class RefreshKeyTests
{
    private const string NewKey = "app-NewNewNewNewNewNewNewNew1";

    private readonly List<ApiKey> _asked = [];

    [Fact]
    public async Task Fresher_key_is_taken_and_kept()
    {
        var server = Unauthorized(1).Answer(FakeServer.Json("{\"name\":\"cat\"}")).Answer(FakeServer.Json("{\"name\":\"cat\"}"));
        var client = Client(server, ApiKey.FromString(NewKey));

        Assert.Equal("cat", (await client.Apps.GetInfoAsync(Token)).Name);
        await client.Apps.GetInfoAsync(Token);

        Assert.Equal([FakeServer.Key], _asked.Select(key => key.Value));
        Assert.Equal(
            ["Bearer " + FakeServer.Key, "Bearer " + NewKey, "Bearer " + NewKey],
            server.Requests.Select(request => request.Authorization)
        );
        Assert.Equal(ApiKey.FromString(NewKey).Fingerprint, client.KeyFingerprint);
        Assert.DoesNotContain(NewKey, string.Join('\n', server.Trace), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_is_sent_again_too_with_its_body()
    {
        var server = Unauthorized(1).Answer(FakeServer.Events(Message("hi"), MessageEnd()));

        var reply = await Client(server, ApiKey.FromString(NewKey)).Chat.SendAsync(Hello, null, Token);

        Assert.Equal("hi", reply.Answer);
        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Body).Distinct());
    }

    [Fact]
    public async Task Key_that_is_refused_as_well_ends_it()
    {
        var server = Unauthorized(2);

        var error = await Assert.ThrowsAsync<DifyApiException>(() => Client(server, ApiKey.FromString(NewKey)).Apps.GetInfoAsync(Token));

        Assert.Equal(401, error.StatusCode);
        Assert.Single(_asked);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(FakeServer.Key)]
    public async Task No_fresher_key_means_no_second_try(string? key)
    {
        var server = Unauthorized(1);

        await Assert.ThrowsAsync<DifyApiException>(() =>
            Client(server, key is null ? null : ApiKey.FromString(key)).Apps.GetInfoAsync(Token)
        );

        Assert.Single(_asked);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Retries_behind_it_do_not_ask_again()
    {
        var server = Unauthorized(1).Answer(FakeServer.Error(500, "internal_server_error"));
        Add401(server);

        await Assert.ThrowsAsync<DifyApiException>(() => Client(server, ApiKey.FromString(NewKey)).Apps.GetInfoAsync(Token));

        Assert.Single(_asked);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task What_the_asked_throws_goes_through_as_it_is()
    {
        var server = Unauthorized(1);
        var options = server.Options(refreshKey: (_, _) => throw new NotSupportedException("another app"));

        var thrown = await Assert.ThrowsAsync<NotSupportedException>(() => server.Client(options).Apps.GetInfoAsync(Token));

        Assert.Equal("another app", thrown.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Key_another_call_has_taken_meanwhile_is_used_without_asking()
    {
        var client = default(DifyClient)!;
        var server = new FakeServer();
        server.Answer(async (_, _) =>
        {
            // While this one is under way, another goes through the whole of it.
            await client.Apps.GetInfoAsync(Token);
            return FakeServer.Error(401, "unauthorized");
        });
        Add401(server);
        server.Answer(FakeServer.Json("{\"name\":\"inner\"}")).Answer(FakeServer.Json("{\"name\":\"outer\"}"));
        client = Client(server, ApiKey.FromString(NewKey));

        Assert.Equal("outer", (await client.Apps.GetInfoAsync(Token)).Name);

        Assert.Single(_asked);
        Assert.Equal("Bearer " + NewKey, server.Last.Authorization);
    }

    private static FakeServer Unauthorized(int times)
    {
        var server = new FakeServer();
        for (var i = 0; i < times; i++)
            Add401(server);

        return server;
    }

    private static void Add401(FakeServer server) => server.Answer(FakeServer.Error(401, "unauthorized", "Access token is invalid"));

    private DifyClient Client(FakeServer server, ApiKey? fresh) => server.Client(server.Options(refreshKey: (rejected, _) =>
    {
        _asked.Add(rejected);
        return Task.FromResult(fresh);
    }));
}

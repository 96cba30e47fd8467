using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Dify.Client.Transport;
using Dify.Client.Transport.Redaction;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>What holds for whatever a client proves to a server who it is by.</summary>
public sealed class CredentialTests
{
    private const string NewKey = "app-NewNewNewNewNewNewNewNew1";

    private readonly TaskCompletionSource<ApiKey?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;

    [Fact]
    public async Task Calls_that_are_refused_at_once_share_one_fresher_key()
    {
        var server = Refusing(new Arrivals(3), 3);
        var credential = Credential();
        var calls = Enumerable.Range(0, 3).Select(_ => Client(server, credential).Apps.GetInfoAsync(Token)).ToList();

        await _isAsked.Task;
        _answer.SetResult(ApiKey.FromString(NewKey));
        await Task.WhenAll(calls);

        Assert.Equal(1, _asked);
        Assert.Equal(3, server.Requests.Count(request => request.Authorization == "Bearer " + FakeServer.Key));
        Assert.Equal(3, server.Requests.Count(request => request.Authorization == "Bearer " + NewKey));
    }

    [Fact]
    public async Task Call_that_is_cancelled_while_it_waits_leaves_the_fresher_key_to_the_others()
    {
        var server = Refusing(new Arrivals(2), 2);
        var credential = Credential();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = Client(server, credential).Apps.GetInfoAsync(Token);
        var second = Client(server, credential).Apps.GetInfoAsync(cancelled.Token);
        await _isAsked.Task;

        // Whichever of them asks hears of it by its own token; the other one goes on.
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        _answer.SetResult(ApiKey.FromString(NewKey));

        Assert.Equal("cat", (await first).Name);
        Assert.Equal(ApiKey.FromString(NewKey).Fingerprint, credential.Fingerprint);
    }

    [Fact]
    public async Task Credential_of_several_headers_goes_with_every_request()
    {
        var server = new FakeServer().Answer(Cat()).Answer(FakeServer.Events(Message("hi"), MessageEnd()));
        var client = Client(server, new SessionCredential());

        await client.Apps.GetInfoAsync(Token);
        await client.Chat.SendAsync(Hello, null, Token);

        Assert.All(server.Requests, request =>
        {
            Assert.Null(request.Authorization);
            Assert.Equal("access_token=SessionSession1", request.Headers["Cookie"]);
            Assert.Equal("CsrfCsrfCsrf1", request.Headers["X-CSRF-Token"]);
        });
    }

    [Fact]
    public async Task Credential_refreshes_itself_at_its_server()
    {
        var server = new FakeServer()
            .Answer(FakeServer.Error(401, "unauthorized"))
            .Answer(FakeServer.Json("{}"))
            .Answer(Cat());
        var client = Client(server, new SessionCredential());

        Assert.Equal("cat", (await client.Apps.GetInfoAsync(Token)).Name);

        Assert.Equal(["info", "refresh-token", "info"], server.Requests.Select(request => request.Uri.Segments.Last()));
        Assert.Equal("CsrfCsrfCsrf2", server.Last.Headers["X-CSRF-Token"]);
        Assert.Equal("session 2", client.KeyFingerprint);
    }

    [Fact]
    public async Task All_its_secrets_stay_out_of_errors()
    {
        var server = new FakeServer().Answer(FakeServer.Error(403, "forbidden", "No SessionSession1 with CsrfCsrfCsrf1."));
        var client = Client(server, new SessionCredential());

        var error = await Assert.ThrowsAsync<DifyApiException>(() => client.Apps.GetInfoAsync(Token));

        Assert.DoesNotContain("SessionSession1", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("CsrfCsrfCsrf1", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejected_key_stays_out_of_errors_as_well()
    {
        var server = new FakeServer()
            .Answer(FakeServer.Error(401, "unauthorized"))
            .Answer(FakeServer.Error(401, "unauthorized", $"Neither {FakeServer.Key} nor {NewKey}."));
        var client = Client(server, Credential());
        _answer.SetResult(ApiKey.FromString(NewKey));

        var error = await Assert.ThrowsAsync<DifyApiException>(() => client.Apps.GetInfoAsync(Token));

        Assert.DoesNotContain(FakeServer.Key, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(NewKey, error.ToString(), StringComparison.Ordinal);
    }

    private static DifyClient Client(FakeServer server, Credential credential) =>
        new(DifyServer.Create("https://dify.test"), credential, server.Options(), server);

    private static HttpResponseMessage Cat() => FakeServer.Json("{\"name\":\"cat\"}");

    // All calls are under way before the first is refused.
    private static FakeServer Refusing(Arrivals arrivals, int times)
    {
        var server = new FakeServer();
        for (var i = 0; i < times; i++)
        {
            server.Answer(async (_, _) =>
            {
                await arrivals.WaitAsync();
                return FakeServer.Error(401, "unauthorized");
            });
        }

        for (var i = 0; i < times; i++)
            server.Answer(Cat());

        return server;
    }

    private ApiKeyCredential Credential() => new(ApiKey.FromString(FakeServer.Key), async (_, token) =>
    {
        Interlocked.Increment(ref _asked);
        _isAsked.TrySetResult();
        return await _answer.Task.WaitAsync(token);
    });

    private sealed class Arrivals(int count)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = count;

        public Task WaitAsync()
        {
            if (Interlocked.Decrement(ref _left) == 0)
                _all.SetResult();

            return _all.Task;
        }
    }

    /// <summary>A session as browsers have it: a cookie, a word against forged requests, and new ones for the old.</summary>
    private sealed class SessionCredential : Credential
    {
        private object _number = 1;

        public override string Fingerprint => "session " + _number;

        internal override IReadOnlyList<Secret> Secrets => [new(Cookie(_number), "[session]"), new(Csrf(_number), "[csrf]")];

        private protected override object Current => _number;

        private protected override void Write(HttpRequestMessage request, object current)
        {
            request.Headers.TryAddWithoutValidation("Cookie", "access_token=" + Cookie(current));
            request.Headers.TryAddWithoutValidation("X-CSRF-Token", Csrf(current));
        }

        private protected override async Task ReplaceAsync(object rejected, HttpTransport transport, CancellationToken cancellationToken)
        {
            await transport.SendAsync(new ApiRequest(HttpMethod.Post, "/refresh-token"), cancellationToken);
            _number = (int)rejected + 1;
        }

        private static string Cookie(object number) => "SessionSession" + number;

        private static string Csrf(object number) => "CsrfCsrfCsrf" + number;
    }
}

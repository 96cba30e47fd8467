using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>Faults do what they say, to the requests they are for.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task An_error_hits_the_requests_it_is_for()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        var other = api.AddApp("dog");
        using var fault = api.Host.Faults.Add(
            new Fault
            {
                Status = 429,
                Code = "too_many_requests",
                Message = "Later.",
                RetryAfter = 3,
                Method = "GET",
                Path = "/v1/info",
                App = "cat",
                Skip = 1,
                Count = 1,
            }
        );
        await api.GetAsync("/info", other);
        await api.GetAsync("/info", app);
        using var hit = await api.SendAsync(HttpMethod.Get, "/info", app);
        Assert.Equal(HttpStatusCode.TooManyRequests, hit.StatusCode);
        Assert.Equal("3", hit.Headers.RetryAfter?.ToString());
        Assert.Contains(
            "too_many_requests",
            await hit.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        await api.GetAsync("/info", app);
        Assert.Equal([null, null, FaultKind.Error, null], api.Host.Requests.Snapshot().Select(request => request.Fault));
    }

    [Fact]
    public async Task A_body_of_ones_own_and_a_redirect()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        using (api.Host.Faults.Add(new Fault { Status = 502, Body = "<html>Bad</html>" }))
        {
            using var response = await api.SendAsync(HttpMethod.Get, "/info", app);
            Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        }

        using (api.Host.Faults.Add(new Fault { RedirectTo = "/v1/site", Status = 308, Path = "/info" }))
        {
            using var response = await api.SendAsync(HttpMethod.Get, "/info", app);
            Assert.Equal((HttpStatusCode.PermanentRedirect, "/v1/site"), (response.StatusCode, response.Headers.Location?.ToString()));
        }

        Assert.NotNull((await api.GetAsync("/info", app))["mode"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task A_drop_lets_through_exactly_the_events_before_it(int events)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(script: new ChatScript { Events = 1000 });
        api.Host.Faults.Add(new Fault { Kind = FaultKind.Drop, AfterEvents = events });
        var (text, error) = await ReadAsync(api, app);
        Assert.IsAssignableFrom<IOException>(error);
        Assert.Equal(events, Api.Events(text).Count);
        Assert.True(text.Length == 0 || text.EndsWith("\n\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_drop_after_bytes_cuts_within_an_event()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp(script: new ChatScript { Events = 1000 });
        api.Host.Faults.Add(new Fault { Kind = FaultKind.Drop, AfterBytes = 1001 });
        var (text, error) = await ReadAsync(api, app);
        Assert.IsAssignableFrom<IOException>(error);
        Assert.Equal(1001, Encoding.UTF8.GetByteCount(text));
    }

    [Fact]
    public async Task An_abort_gives_no_answer()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.Abort, Count = 1, Method = "POST" });
        await Assert.ThrowsAsync<HttpRequestException>(() => api.PostAsync("/chat-messages", app, Api.Question()));
        await api.ChatAsync(app);
    }

    [Theory]
    [InlineData(FaultKind.Stall)]
    [InlineData(FaultKind.PingsOnly)]
    public async Task Nothing_of_use_comes_any_more(FaultKind kind)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        api.Host.Faults.Add(new Fault { Kind = kind, AfterEvents = 2, Interval = TimeSpan.FromMilliseconds(20) });
        var (text, error) = await ReadAsync(api, app, TimeSpan.FromMilliseconds(400));
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        Assert.Equal(2, Api.Events(text).Count);
        Assert.Equal(kind == FaultKind.PingsOnly, text.Contains("event: ping\n\nevent: ping\n\n", StringComparison.Ordinal));
        var request = await api.Host.Requests.WaitForAsync(
            one => one.Completed,
            TimeSpan.FromSeconds(10),
            TestContext.Current.CancellationToken
        );
        Assert.True(request.Aborted);
    }

    [Theory]
    [InlineData(FaultKind.Garbage)]
    [InlineData(FaultKind.Oversize)]
    public async Task Something_odd_comes_between(FaultKind kind)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        api.Host.Faults.Add(new Fault { Kind = kind, AfterEvents = 2, Size = 1_000_000 });
        var (text, error) = await ReadAsync(api, app);
        Assert.Null(error);
        Assert.Equal(kind == FaultKind.Oversize, text.Length > 1_000_000);
        Assert.Equal(kind == FaultKind.Garbage, text.Contains('\uFFFD', StringComparison.Ordinal));
        Assert.Contains("\"event\":\"message_end\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_may_be_cut_in_two()
    {
        await using var api = await Api.StartAsync();
        api.Host.Faults.Add(new Fault { Kind = FaultKind.TruncatedJson, Path = "/info" });
        using var response = await api.SendAsync(HttpMethod.Get, "/info", api.AddApp());
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("{\"name\"", text, StringComparison.Ordinal);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonNode.Parse(text));
    }

    [Theory]
    [InlineData(FaultKind.SlowHeaders)]
    [InlineData(FaultKind.EndlessHeaders)]
    public async Task Headers_without_end(FaultKind kind)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        api.Host.Faults.Add(new Fault { Kind = kind, Path = "/info", Interval = TimeSpan.FromMilliseconds(20) });
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(500) };
        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            client.GetAsync(new Uri(api.Host.BaseUri, "info"), TestContext.Current.CancellationToken)
        );

        // The client gives up: at its own limit of header bytes, or of time.
        Assert.Equal(kind == FaultKind.EndlessHeaders, error is HttpRequestException);
        await api.GetAsync("/site", app);
    }

    [Theory]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.ErrorAfterwards)]
    public async Task What_is_refused_anyway_is_refused_as_it_would_be(FaultKind kind)
    {
        await using var api = await Api.StartAsync();
        using var fault = api.Host.Faults.Add(new Fault { Kind = kind, Path = "/info" });
        using var refused = await api.SendAsync(HttpMethod.Get, "/info", "app-none");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task Latency_comes_before_the_headers()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        api.Host.Faults.Add(new Fault { Latency = TimeSpan.FromMilliseconds(200) });
        var started = Stopwatch.GetTimestamp();
        await api.GetAsync("/info", app);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 190, 10_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_fault_holds_up_goes_on_when_it_is_switched_off(bool all)
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        var fault = api.Host.Faults.Add(new Fault { Latency = TimeSpan.FromHours(1) });
        var answer = api.GetAsync("/info", app);
        var asked = await api.Host.Requests.WaitForAsync(
            request => request.Path == "/info",
            TimeSpan.FromMinutes(2),
            TestContext.Current.CancellationToken
        );
        Assert.False(asked.Completed);
        if (all)
            api.Host.Faults.Clear();
        else
            fault.Dispose();

        await answer;
    }

    private static async Task<(string Text, Exception? Error)> ReadAsync(Api api, SimulatedApp app, TimeSpan? limit = null)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var response = await api.SendAsync(
            HttpMethod.Post,
            "/chat-messages",
            app,
            Api.Question(),
            HttpCompletionOption.ResponseHeadersRead
        );
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        timeout.CancelAfter(limit ?? TimeSpan.FromSeconds(20));
        using var whole = new MemoryStream();
        Exception? error = null;
        try
        {
            await stream.CopyToAsync(whole, timeout.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            error = e;
        }

        return (Encoding.UTF8.GetString(whole.ToArray()), error);
    }
}

using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Apps;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using Dify.Client.Tests.Fakes;
using Dify.Simulator;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>The client against the simulator, over real connections.</summary>
public sealed class EndToEndTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _trace = new();
    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync(cancellationToken: Token);

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    [Theory]
    [InlineData("chat")]
    [InlineData("agent-chat")]
    [InlineData("agent")]
    [InlineData("advanced-chat")]
    public async Task Each_mode_answers_once_and_remembers(string mode)
    {
        var app = _simulator.State.AddApp("cat", mode);
        var client = Client(app.CreateKey());

        var info = await client.Apps.GetInfoAsync(Token);
        var first = await client.Chat.SendAsync(Hello, null, Token);
        var second = await client.Chat.SendAsync(
            new ChatRequest
            {
                Query = "what did I say",
                User = "ann",
                ConversationId = first.ConversationId,
            },
            null,
            Token
        );

        Assert.Equal(("cat", mode), (info.Name, info.Mode));
        Assert.Equal("cat here: you said 'hello'", first.Answer);
        Assert.Equal(("succeeded", first.ConversationId), (first.Status, second.ConversationId));
        Assert.Contains("'hello'", second.Answer, StringComparison.Ordinal);
        Assert.NotNull(first.Usage);
        Assert.Equal(mode == "advanced-chat", first.WorkflowRunId is not null);
    }

    [Fact]
    public async Task Other_operations()
    {
        var client = Client(_simulator.State.AddApp("cat").CreateKey());

        Assert.NotEqual(default, (await client.Apps.GetParametersAsync(Token)).Json);
        Assert.NotEqual(default, (await client.Apps.GetMetaAsync(Token)).Json);
        Assert.NotNull((await client.Apps.GetSiteAsync(Token)).Title);
        await Client(_simulator.State.AddKnowledge().CreateKey()).Knowledge.VerifyAsync(Token);
        Assert.Equal(401, (await Assert.ThrowsAsync<DifyApiException>(() => client.Knowledge.VerifyAsync(Token))).StatusCode);
        Assert.Equal("unauthorized", (await Assert.ThrowsAsync<DifyApiException>(() => Client("app-wrong").Apps.GetInfoAsync(Token))).Code);
    }

    [Fact]
    public async Task Dropped_chatflow_is_whole_in_the_end()
    {
        var app = _simulator.State.AddApp("flow", "advanced-chat", one =>
            one.Script = new ChatScript { Answer = "one two three four five six", HoldWhileUnwatched = true }
        );
        using var fault = _simulator.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Drop,
                Path = "/chat-messages",
                AfterEvents = 5,
                Count = 1,
            }
        );

        var reply = await Client(app.CreateKey()).Chat.SendAsync(Hello, null, Token);

        Assert.Equal(("one two three four five six", "succeeded", true), (reply.Answer, reply.Status, reply.Resumed));
        Assert.Single(app.Runs);
    }

    [Fact]
    public async Task Dropped_chat_is_reported_and_not_sent_again()
    {
        var app = _simulator.State.AddApp("cat");
        using var fault = _simulator.Faults.Add(new Fault { Kind = FaultKind.Drop, Path = "/chat-messages", AfterEvents = 3 });

        var broken = await Assert.ThrowsAsync<DifyStreamException>(() => Client(app.CreateKey()).Chat.SendAsync(Hello, null, Token));

        Assert.Equal(DifyStreamException.StreamBroken, broken.Code);
        Assert.StartsWith(broken.PartialReply!.Answer, "cat here: you said 'hello'", StringComparison.Ordinal);
        Assert.NotEmpty(broken.PartialReply.Answer);
        Assert.Single(app.Runs);
    }

    [Theory]
    [InlineData(FaultKind.Garbage, DifyStreamException.EventMalformed)]
    [InlineData(FaultKind.Oversize, DifyStreamException.EventTooLarge)]
    public async Task Faulty_stream_is_told_apart(FaultKind kind, string code)
    {
        var app = _simulator.State.AddApp("cat");
        using var fault = _simulator.Faults.Add(new Fault { Kind = kind, Path = "/chat-messages", AfterEvents = 2 });

        var error = await Assert.ThrowsAsync<DifyStreamException>(() => Client(app.CreateKey()).Chat.SendAsync(Hello, null, Token));

        Assert.Equal(code, error.Code);
    }

    [Fact]
    public async Task Busy_server_is_asked_again_and_the_run_runs_once()
    {
        var app = _simulator.State.AddApp("cat");
        using var busy = _simulator.Faults.Add(new Fault { Status = 429, Code = "too_many_requests", Path = "/chat-messages", Count = 2 });

        var reply = await Client(app.CreateKey()).Chat.SendAsync(Hello, null, Token);

        Assert.Equal("succeeded", reply.Status);
        Assert.Single(app.Runs);
        Assert.Equal(3, _simulator.Requests.Snapshot().Count(request => request.Path == "/chat-messages"));
    }

    [Fact]
    public async Task Rotated_key_is_taken_from_where_it_lies()
    {
        var app = _simulator.State.AddApp("cat");
        var old = app.CreateKey();
        var fresh = app.CreateKey();
        app.RevokeKey(old);

        var client = Client(old, (_, _) => Task.FromResult<ApiKey?>(ApiKey.FromString(fresh)));

        Assert.Equal("succeeded", (await client.Chat.SendAsync(Hello, null, Token)).Status);
        Assert.Equal(ApiKey.FromString(fresh).Fingerprint, client.KeyFingerprint);
        Assert.DoesNotContain(_trace, line =>
            line.Contains(fresh, StringComparison.Ordinal) || line.Contains(old, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Stopped_while_it_speaks()
    {
        var app = _simulator.State.AddApp("cat", "chat", one =>
            one.Script = new ChatScript { Events = 100_000, Delay = TimeSpan.FromMilliseconds(5) }
        );
        var client = Client(app.CreateKey());
        var builder = new ChatReplyBuilder();

        await foreach (var item in client.Chat.StreamAsync(Hello, Token))
        {
            builder.Add(item);
            if (item is MessageEvent && app.Stops.Count == 0)
                await client.Chat.StopAsync(item.TaskId!, "ann", Token);
        }

        Assert.True(Assert.Single(app.Stops).Matched);
        Assert.NotEmpty(builder.Build(TimeSpan.Zero).Answer);
    }

    [Fact]
    public async Task Leaving_closes_the_connection_at_once()
    {
        var app = _simulator.State.AddApp("cat", "chat", one =>
            one.Script = new ChatScript { Events = 100_000, Delay = TimeSpan.FromMilliseconds(5) }
        );
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Client(app.CreateKey()).Chat.SendAsync(Hello, _ => source.Cancel(), source.Token)
        );

        var request = await _simulator.Requests.WaitForAsync(one => one.Completed, TimeSpan.FromSeconds(10), Token);
        Assert.True(request.Aborted);
    }

    private DifyClient Client(string key, Func<ApiKey, CancellationToken, Task<ApiKey?>>? refreshKey = null) => new(
        DifyServer.Create(_simulator.BaseUri.AbsoluteUri),
        ApiKey.FromString(key),
        new DifyClientOptions
        {
            TimeProvider = new ManualTime { FireUpTo = TimeSpan.FromMinutes(1) },
            RequestTimeout = TimeSpan.FromHours(1),
            IdleTimeout = TimeSpan.FromHours(1),
            RefreshKey = refreshKey,
            Trace = _trace.Enqueue,
        });
}

using System;
using System.Diagnostics;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Rest;
using Dify.Client.Streaming;
using Dify.Client.Workflows;

namespace Dify.Client.Mono.Checks;

/// <summary>Streams that break, fall silent, or are left.</summary>
internal static class StreamChecks
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private static RestRequest Info => new() { Method = HttpMethod.Get, Path = "info", Stream = true };

    public static void Add(CheckList list, Stage stage)
    {
        list.Add("A chatflow's broken stream is resumed", async () =>
        {
            var reply = await stage.Client("broken-flow").Chat.SendAsync(Stage.Hello);
            stage.Same(("one two three four five six", "succeeded", true), (reply.Answer, reply.Status, reply.Resumed), "The reply");
        });
        list.Add("A workflow's broken stream is resumed", async () =>
        {
            var result = await stage.Client("broken-workflow").Workflows.RunAsync(new WorkflowRequest { User = "ann" });
            stage.Same(
                ("whole", "succeeded", true),
                (result.Outputs?.GetProperty("text").GetString(), result.Status, result.Resumed),
                "The result"
            );
        });
        list.Add("A chat's broken stream is told, with what had come", async () =>
        {
            var broken = await stage.FailsAsync<DifyStreamException>(DifyStreamException.StreamBroken, () =>
                stage.Client("broken-chat").Chat.SendAsync(Stage.Hello)
            );
            stage.Same("incomplete", broken.PartialReply?.Status, "The status");
        });
        list.Add("An event cut in two is no event", () =>
            stage.FailsAsync<DifyStreamException>(DifyStreamException.StreamBroken, () =>
                stage.Client("cut-event").Chat.SendAsync(Stage.Hello)
            )
        );
        list.Add("Garbage within a stream is told", () =>
            stage.FailsAsync<DifyStreamException>(DifyStreamException.EventMalformed, () =>
                stage.Client("garbage").Chat.SendAsync(Stage.Hello)
            )
        );
        list.Add("An event without end is cut off", () =>
            stage.FailsAsync<DifyStreamException>(DifyStreamException.EventTooLarge, () =>
                stage.Client("oversize", maxEventBytes: 100_000).Chat.SendAsync(Stage.Hello)
            )
        );
        list.Add("An error event is thrown", async () =>
        {
            var error = await stage.FailsAsync<DifyApiException>("provider_quota_exceeded", () =>
                stage.Client("error-event").Chat.SendAsync(Stage.Hello)
            );
            stage.True(error.FromStream, "It should come from the stream.");
        });
        list.Add("Silence beyond the limit ends a stream", async () =>
        {
            var clock = Stopwatch.StartNew();
            await stage.FailsAsync<DifyStreamException>(DifyStreamException.StreamIdle, () =>
                stage.Client("silent", idleSeconds: 0.4).Chat.SendAsync(Stage.Hello)
            );
            stage.True(clock.Elapsed < Soon, $"It took {clock.Elapsed.TotalSeconds} seconds.");
        });
        list.Add("Pings keep a stream alive", async () =>
        {
            using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1.2));
            await stage.ThrowsAsync<OperationCanceledException>(() =>
                stage.Client("pings", idleSeconds: 0.6).Chat.SendAsync(Stage.Hello, null, source.Token)
            );
        });
        list.Add("A closing event ends a reply, although its stream stays open", async () =>
        {
            var reply = await stage.Client("lingers").Chat.SendAsync(Stage.Hello);
            stage.Same("succeeded", reply.Status, "The status");
        });
        list.Add("A packed text is unpacked", async () =>
        {
            using var response = await stage.Client("packed").Rest.SendAsync(Info);
            stage.Same(1024 * 1024, (await response.ReadTextAsync()).Length, "The length");
        });
        list.Add("A text that grows without measure is not unpacked", async () =>
        {
            using var response = await stage.Client("bomb").Rest.SendAsync(Info);
            await stage.FailsAsync<DifyStreamException>(DifyStreamException.UnpackedTooLarge, () => response.ReadTextAsync());
        });
        list.Add("A silent stream hears a cancellation", () =>
            CancelledAsync(stage, "silent", (client, token) => client.Chat.SendAsync(Stage.Hello, null, token))
        );
        list.Add("A speaking stream hears a cancellation", () =>
            CancelledAsync(stage, "endless", (client, token) => client.Chat.SendAsync(Stage.Hello, null, token))
        );
        list.Add("Waiting for headers hears a cancellation", () =>
            CancelledAsync(stage, "slow", (client, token) => client.Apps.GetInfoAsync(token))
        );
        list.Add("A body that stands still hears a cancellation", () =>
            CancelledAsync(stage, "half", (client, token) => client.Apps.GetInfoAsync(token))
        );
        list.Add("Leaving a stream early takes no time, and ends it", async () =>
        {
            foreach (var app in new[] { "left", "left-silent" })
            {
                var clock = Stopwatch.StartNew();
                await foreach (var item in stage.Client(app).Chat.StreamAsync(Stage.Hello))
                {
                    clock.Restart();
                    break;
                }

                stage.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"Leaving {app} took {clock.Elapsed.TotalSeconds} seconds.");

                // Mono reads on for two seconds, in the background, before it closes the connection; that cannot be set.
                await stage.SeenLeavingAsync(app);
            }
        });
        list.Add("A reply is stopped while it speaks", async () =>
        {
            var client = stage.Client("stopped");
            var stops = 0;
            await foreach (var item in client.Chat.StreamAsync(Stage.Hello))
            {
                if (item is MessageEvent && stops++ == 0)
                    await client.Chat.StopAsync(item.TaskId!, "ann");
            }
        });
    }

    private static async Task CancelledAsync(Stage stage, string app, Func<DifyClient, CancellationToken, Task> call)
    {
        using var source = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        source.CancelAfter(300);
        var cancelled = await stage.ThrowsAsync<OperationCanceledException>(() => call(stage.Client(app), source.Token));
        stage.True(clock.Elapsed < Soon, $"It took {clock.Elapsed.TotalSeconds} seconds.");
        stage.True(cancelled.CancellationToken == source.Token, "It has another token than the caller's.");
        await stage.SeenLeavingAsync(app);
    }
}

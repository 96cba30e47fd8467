using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace Dify.Client.Mono.Checks;

/// <summary>Calls that fail, are tried again, or are refused.</summary>
internal static class FailureChecks
{
    public static void Add(CheckList list, Stage stage)
    {
        AddRetries(list, stage);
        ProxyChecks.Add(list, stage);
        list.Add("A call that is not answered in time is given up", () => TimedOutAsync(stage, "slow"));
        list.Add("A body that stands still is given up", () => TimedOutAsync(stage, "half"));
        list.Add("Headers that never end in time are given up", () => TimedOutAsync(stage, "slow-headers"));
        list.Add("Dify's error is read", async () =>
        {
            var error = await stage.FailsAsync<DifyApiException>("app_unavailable", () =>
                stage.Client("error").Chat.SendAsync(Stage.Hello)
            );
            stage.Same(400, error.StatusCode, "The status");
            stage.True(error.Message.Contains(CallChecks.Unicode.Substring(0, 10)), "The message is " + error.Message);
        });
        list.Add("An error page is told by its status", async () =>
        {
            var error = await stage.ThrowsAsync<DifyApiException>(() => stage.Client("error-page").Chat.SendAsync(Stage.Hello));
            stage.Same(502, error.StatusCode, "The status");
        });
        list.Add("An unknown key is refused", async () =>
        {
            var error = await stage.FailsAsync<DifyApiException>("unauthorized", () => stage.Client("revoked").Apps.GetInfoAsync());
            stage.Same(401, error.StatusCode, "The status");
        });
        list.Add("A key that the server repeats is taken out", async () =>
        {
            var error = await stage.ThrowsAsync<DifyApiException>(() => stage.Client("repeats-key").Apps.GetInfoAsync());
            stage.True(error.Message.Contains("[API key]"), "The message is " + error.Message);
        });
        list.Add("An answer that is no JSON is told", () =>
            stage.FailsAsync<DifyConnectionException>(DifyConnectionException.InvalidResponse, () =>
                stage.Client("truncated").Apps.GetInfoAsync()
            )
        );
        list.Add("An answer that is no stream is told", () =>
            stage.FailsAsync<DifyConnectionException>(DifyConnectionException.InvalidResponse, () =>
                stage.Client("no-stream").Chat.SendAsync(Stage.Hello)
            )
        );
        list.Add("A redirect is refused", async () =>
        {
            await stage.FailsAsync<DifyConnectionException>(DifyConnectionException.RedirectRefused, () =>
                stage.Client("redirect").Apps.GetInfoAsync()
            );
            await stage.FailsAsync<DifyConnectionException>(DifyConnectionException.RedirectRefused, () =>
                stage.Client("redirect").Chat.SendAsync(Stage.Hello)
            );
        });
        list.Add("Plain http to elsewhere is refused", () => stage.ThrowsAsync<ArgumentException>(() =>
        {
            stage.Client("chat", server: "http://dify.example.com");
            return Task.CompletedTask;
        }));
    }

    private static void AddRetries(CheckList list, Stage stage)
    {
        list.Add("A busy server is asked again", () => RetriedAsync(stage, 2, () => stage.Client("busy").Chat.SendAsync(Stage.Hello)));
        list.Add("An unavailable server is asked again", () =>
            RetriedAsync(stage, 2, () => stage.Client("unavailable").Apps.GetInfoAsync())
        );
        list.Add("A run that may have been carried out is not sent again", () =>
            RetriedAsync(stage, 0, () =>
                stage.ThrowsAsync<DifyApiException>(() => stage.Client("unavailable-run").Chat.SendAsync(Stage.Hello))
            )
        );
        list.Add("Retry-After is heard", async () =>
        {
            var error = await stage.FailsAsync<DifyApiException>("rate_limit_error", () => stage.Client("quota").Apps.GetInfoAsync());
            stage.Same(TimeSpan.FromSeconds(7), error.RetryAfter, "The wait");
        });

        // Whether the platform repeats it by itself is its own affair, so nothing is counted.
        list.Add("A lost connection is tried again, for a question", () => stage.Client("aborted").Apps.GetInfoAsync());
        list.Add("A lost connection is not tried again, for a run", () =>
            RetriedAsync(stage, 0, () =>
                stage.FailsAsync<DifyConnectionException>(DifyConnectionException.ConnectionFailed, () =>
                    stage.Client("aborted-run").Chat.SendAsync(Stage.Hello)
                )
            )
        );
        list.Add("A refused connection is tried again", () =>
            RetriedAsync(stage, 1, () =>
                stage.FailsAsync<DifyConnectionException>(DifyConnectionException.ConnectionRefused, () =>
                    stage.Client("chat", maxRetries: 1, server: "http://127.0.0.1:" + FreePort()).Chat.SendAsync(Stage.Hello)
                )
            )
        );
        list.Add("An unknown host is tried again", () =>
            RetriedAsync(stage, 1, () =>
                stage.FailsAsync<DifyConnectionException>(DifyConnectionException.HostNotFound, () =>
                    stage.Client("chat", maxRetries: 1, server: "https://no-such-host.invalid").Chat.SendAsync(Stage.Hello)
                )
            )
        );
    }

    private static async Task RetriedAsync(Stage stage, int times, Func<Task> call)
    {
        var before = stage.Retries();
        await call();
        stage.Same(times, stage.Retries() - before, "The number of retries");
    }

    private static async Task TimedOutAsync(Stage stage, string app)
    {
        var clock = Stopwatch.StartNew();
        await stage.FailsAsync<DifyConnectionException>(DifyConnectionException.RequestTimeout, () =>
            stage.Client(app, requestSeconds: 0.4).Apps.GetInfoAsync()
        );
        stage.True(clock.Elapsed < TimeSpan.FromSeconds(8), $"It took {clock.Elapsed.TotalSeconds} seconds.");
    }

    private static int FreePort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}

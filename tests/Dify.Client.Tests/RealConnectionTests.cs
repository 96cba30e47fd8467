using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Rest;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>What the fakes cannot show: how the platform's own connections fail, and that failures are told apart rightly.</summary>
public sealed class RealConnectionTests : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _trace = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Refused_connection_is_tried_again(string method)
    {
        _listener.Start();
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _listener.Stop();

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => CallAsync(Client(port, maxRetries: 2), method));

        Assert.Equal(DifyConnectionException.ConnectionRefused, error.Code);
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.True(error.NeverConnected);
        Assert.Equal(3, _trace.Count(line => line.Contains("no answer", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Unknown_host_is_tried_again(string method)
    {
        var client = new DifyClient(
            DifyServer.Create("https://no-such-host.invalid"),
            ApiKey.FromString(FakeServer.Key),
            Options(maxRetries: 1)
        );

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => CallAsync(client, method));

        Assert.Equal(DifyConnectionException.HostNotFound, error.Code);
        Assert.Contains("no-such-host.invalid", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, _trace.Count(line => line.Contains("no answer", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Connection_closed_without_an_answer_is_tried_again()
    {
        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => CallAsync(Serve(2, _ => null), "GET"));

        // The platform repeats such a GET on its own as well, so it is our tries that are counted.
        Assert.Equal(DifyConnectionException.ConnectionFailed, error.Code);
        Assert.False(error.NeverConnected);
        Assert.Equal(3, _trace.Count(line => line.Contains("no answer", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Connection_closed_without_an_answer_repeats_no_run(bool withoutBody)
    {
        var client = Serve(2, _ => null);

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => withoutBody
            ? client.Rest.SendAsync(new RestRequest { Method = HttpMethod.Post, Path = "/things" }, Token)
            : CallAsync(client, "POST"));

        Assert.Equal(DifyConnectionException.ConnectionFailed, error.Code);
        Assert.Single(_requests);
    }

    [Theory]
    [InlineData("this is not http\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    public async Task Something_else_than_http_is_an_invalid_response(string answer)
    {
        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => CallAsync(Serve(2, _ => answer), "GET"));

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
    }

    [Fact]
    public async Task Headers_without_end_are_an_invalid_response()
    {
        var client = Serve(2, _ =>
            "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X-More: " + new string('x', 1000) + "\r\n", 100))
        );

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => CallAsync(client, "GET"));

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Single(_requests);
    }

    [Fact]
    public async Task Tls_to_a_server_without_it_is_told_apart()
    {
        Serve(2, _ => "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        var port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        var client = new DifyClient(DifyServer.Create($"https://127.0.0.1:{port}"), ApiKey.FromString(FakeServer.Key), Options(2));

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => CallAsync(client, "GET"));

        Assert.Equal(DifyConnectionException.EncryptionFailed, error.Code);
        Assert.Contains("https", error.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeServer.Key, string.Join('\n', _requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        var error = await Assert.ThrowsAsync<DifyConnectionException>(() =>
            CallAsync(Serve(2, _ => "HTTP/1.1 302 Found\r\nLocation: /v1/elsewhere\r\nContent-Length: 0\r\n\r\n"), "GET")
        );

        Assert.Equal(DifyConnectionException.RedirectRefused, error.Code);
        Assert.Single(_requests);
    }

    [Theory]
    [InlineData("Content-Length: 5000\r\n\r\n", "")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "{0:x}\r\n")]
    public async Task Stream_cut_off_by_the_network_is_broken(string header, string chunk)
    {
        var events = FakeServer.Sse(Message("a"));
        var client = Serve(0, _ =>
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            + header
            + string.Format(System.Globalization.CultureInfo.InvariantCulture, chunk, events.Length)
            + events
            + (chunk.Length > 0 ? "\r\n" : string.Empty)
        );

        var (seen, end) = await ReadAsync(client.Chat.StreamAsync(Hello, Token));

        Assert.Single(seen);
        var broken = Assert.IsType<DifyStreamException>(end);
        Assert.Equal(DifyStreamException.StreamBroken, broken.Code);
        Assert.NotNull(broken.InnerException);
        Assert.DoesNotContain(FakeServer.Key, broken.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_reply_over_a_real_connection()
    {
        var events = FakeServer.Sse(Message("Grüße"), MessageEnd());
        var client = Serve(0, _ =>
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(events)}\r\n\r\n{events}"
        );

        var reply = await client.Chat.SendAsync(Hello, null, Token);

        Assert.Equal("Grüße", reply.Answer);
        var request = Assert.Single(_requests);
        Assert.StartsWith("POST /v1/chat-messages HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer " + FakeServer.Key, request, StringComparison.Ordinal);
        Assert.Contains("User-Agent: Dify.Client/", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_go_on_after_the_connections_were_closed()
    {
        const string info = "{\"name\":\"cat\"}";
        var client = Serve(0, _ => $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {info.Length}\r\n\r\n{info}");

        Assert.Equal("cat", (await client.Apps.GetInfoAsync(Token)).Name);
        DifyClient.CloseIdleConnections();
        Assert.Equal("cat", (await client.Apps.GetInfoAsync(Token)).Name);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stop.Dispose();
    }

    private static Task CallAsync(DifyClient client, string method) =>
        method == "GET" ? client.Apps.GetInfoAsync(Token) : client.Chat.SendAsync(Hello, null, Token);

    private DifyClientOptions Options(int maxRetries) => new()
    {
        MaxRetries = maxRetries,
        Trace = _trace.Enqueue,
        TimeProvider = new ManualTime { FireUpTo = TimeSpan.FromMinutes(1) },
        RequestTimeout = TimeSpan.FromHours(1),
        IdleTimeout = TimeSpan.FromHours(1),
    };

    private DifyClient Client(int port, int maxRetries) =>
        new(DifyServer.Create($"http://127.0.0.1:{port}"), ApiKey.FromString(FakeServer.Key), Options(maxRetries));

    /// <summary>Answers each connection's first request, and closes; null closes without an answer.</summary>
    private DifyClient Serve(int maxRetries, Func<string, string?> answer)
    {
        _listener.Start();
        _serving = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    using var connection = await _listener.AcceptTcpClientAsync(_stop.Token);
                    await ServeAsync(connection.GetStream(), answer);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
            {
                // The test is over.
            }
        });
        return Client(((IPEndPoint)_listener.LocalEndpoint).Port, maxRetries);
    }

    private async Task ServeAsync(NetworkStream stream, Func<string, string?> answer)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            var request = string.Empty;
            int count;
            while (!IsWhole(request) && (count = await stream.ReadAsync(buffer, _stop.Token)) > 0)
                request += Encoding.Latin1.GetString(buffer, 0, count);

            _requests.Enqueue(request);
            if (answer(request) is { } text)
                await stream.WriteAsync(Encoding.UTF8.GetBytes(text), _stop.Token);
        }
        catch (IOException)
        {
            // The client went away first.
        }
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            // A TLS greeting has no lines, and what follows it is up to us.
            return request.Length > 0 && request[0] == '\x16';
        }

        var length = request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        return length is null || request.Length - end - 4 >= int.Parse(length[16..], System.Globalization.CultureInfo.InvariantCulture);
    }
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator.Hosting;

namespace Dify.Client.Tests.Fakes;

/// <summary>
/// A server on a real socket that answers as it should not. It counts what it could get rid of before the client closed,
/// and ends with the test.
/// </summary>
internal sealed class HostileServer : IAsyncDisposable
{
    /// <summary>The most it pushes: a client that takes this much would take anything.</summary>
    public const long Most = 400L * 1024 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<HostileConnection, Task> _play;
    private readonly Task _accepting;
    private long _pushed;

    private HostileServer(Func<HostileConnection, Task> play)
    {
        _play = play;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Host => "127.0.0.1:" + Port;

    /// <summary>The heads of the requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>How many bytes went out, to all connections.</summary>
    public long Pushed => Interlocked.Read(ref _pushed);

    /// <summary>Reads the head of each connection's first request, and then plays.</summary>
    public static HostileServer Play(Func<HostileConnection, Task> play) => new(async connection =>
    {
        await connection.ReadHeadAsync();
        await play(connection);
    });

    /// <summary>Answers so, and closes.</summary>
    public static HostileServer Answer(string answer) => Play(connection => connection.WriteAsync(answer));

    /// <summary>Begins the answer so, and goes on with the piece until the client has had enough.</summary>
    public static HostileServer Endless(string beginning, string piece) => Play(async connection =>
    {
        await connection.WriteAsync(beginning);
        await connection.PushAsync(Encoding.UTF8.GetBytes(piece));
    });

    /// <summary>Begins the answer so, and lets the rest drip, a byte at a time, for ever.</summary>
    public static HostileServer Drip(string beginning, string rest) => Play(async connection =>
    {
        await connection.WriteAsync(beginning);
        await connection.DripAsync(rest);
    });

    /// <summary>Begins the answer so, and then says nothing until the client goes.</summary>
    public static HostileServer Silent(string beginning) => Play(async connection =>
    {
        await connection.WriteAsync(beginning);
        await connection.WaitForEndAsync();
    });

    /// <summary>Reads nothing by itself: the play begins with the connection.</summary>
    public static HostileServer Raw(Func<HostileConnection, Task> play) => new(play);

    public DifyClient Client(
        TimeSpan? requestTimeout = null,
        TimeSpan? idleTimeout = null,
        int? maxEventBytes = null,
        int maxRetries = 0,
        bool tls = false,
        TimeProvider? clock = null
    ) =>
        new(
            DifyServer.Create($"{(tls ? "https" : "http")}://{Host}", skipCertificateCheck: tls),
            ApiKey.FromString(FakeServer.Key),
            new DifyClientOptions
            {
                RequestTimeout = requestTimeout ?? TimeSpan.FromMinutes(10),
                IdleTimeout = idleTimeout ?? TimeSpan.FromMinutes(10),
                MaxEventBytes = maxEventBytes ?? new DifyClientOptions().MaxEventBytes,
                MaxRetries = maxRetries,
                TimeProvider = clock,
            });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    internal void OnPushed(int count) => Interlocked.Add(ref _pushed, count);

    private static bool IsOver(Exception e) =>
        e is OperationCanceledException or SocketException or IOException or ObjectDisposedException or InvalidOperationException;

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _connections.Add(Task.Run(() => ServeAsync(client)));
            }
        }
        catch (Exception e) when (IsOver(e))
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = new HostileConnection(this, client, _stop.Token);
        try
        {
            await _play(connection);
        }
        catch (Exception e) when (IsOver(e))
        {
            // The client went away first, or the test is over.
        }
    }
}

/// <summary>One connection to a <see cref="HostileServer"/>.</summary>
internal sealed class HostileConnection(HostileServer server, TcpClient client, CancellationToken stop) : IDisposable
{
    public Stream Stream { get; private set; } = client.GetStream();

    public Socket Socket => client.Client;

    /// <summary>The test is over.</summary>
    public CancellationToken Stop => stop;

    public async Task<string> ReadHeadAsync()
    {
        // A byte at a time: what is behind the head stays where it is.
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await Stream.ReadAsync(one, stop) == 0)
                throw new IOException("The client closed.");

            head.Add(one[0]);
        }

        var text = Encoding.Latin1.GetString([.. head]);
        server.Requests.Enqueue(text);
        return text;
    }

    public async Task ReadAsync(int count) => await Stream.ReadExactlyAsync(new byte[count], stop);

    public async Task StartTlsAsync()
    {
        using var certificate = TestCertificate.Create();
        var tls = new SslStream(Stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
        Stream = tls;
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(byte[] bytes)
    {
        await Stream.WriteAsync(bytes, stop);
        server.OnPushed(bytes.Length);
    }

    /// <summary>Sends the piece over and over until the client closes, or has taken more than anybody should.</summary>
    public async Task PushAsync(byte[] piece)
    {
        while (server.Pushed < HostileServer.Most)
            await WriteAsync(piece);
    }

    public async Task DripAsync(string rest)
    {
        var bytes = Encoding.UTF8.GetBytes(rest);
        for (var i = 0; ; i = (i + 1) % bytes.Length)
        {
            await WriteAsync([bytes[i]]);
            await Task.Delay(20, stop);
        }
    }

    /// <summary>Waits for the client to close, and reads what it still says.</summary>
    public async Task WaitForEndAsync()
    {
        var buffer = new byte[64 * 1024];
        while (await Stream.ReadAsync(buffer, stop) > 0)
        {
        }
    }

    /// <summary>Closes with a reset: what was not read yet on either side is lost.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Dispose();
    }

    public void Dispose()
    {
        Stream.Dispose();
        client.Dispose();
    }

    private static bool EndsHead(List<byte> head) =>
        head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n' && head[^4] == '\r';
}

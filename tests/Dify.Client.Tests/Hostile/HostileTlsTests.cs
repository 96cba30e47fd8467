using System;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Hostilities;

namespace Dify.Client.Tests.Hostile;

/// <summary>Encrypted connections that end where they should not.</summary>
public sealed class HostileTlsTests
{
    public static TheoryData<string> AllCalls => [.. Calls];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Closed_before_the_handshake_is_over(bool reset)
    {
        var connections = 0;
        await using var server = HostileServer.Raw(async connection =>
        {
            System.Threading.Interlocked.Increment(ref connections);
            await connection.ReadAsync(100);
            if (reset)
                connection.Reset();
        });

        var error = await FailsAsync<DifyConnectionException>(
            server.Client(
                maxRetries: 2,
                tls: true,
                clock: new ManualTime { FireUpTo = TimeSpan.FromMinutes(1) },
                requestTimeout: TimeSpan.FromHours(1)
            ),
            "chat"
        );

        // Nothing was sent yet, so even a run may be tried again; and the certificate is not to blame.
        Assert.Equal(DifyConnectionException.ConnectionFailed, error.Code);
        Assert.True(error.NeverConnected);
        Assert.Equal(3, connections);
    }

    [Theory]
    [InlineData("\x15\x03\x03\x00\x02\x02\x28")]
    [InlineData("\x16\x03\x03\x40\x00nonsense")]
    public async Task Handshake_that_goes_wrong(string answer)
    {
        await using var server = HostileServer.Raw(async connection =>
        {
            await connection.ReadAsync(100);
            await connection.WriteAsync(answer);
        });

        var error = await FailsAsync<DifyConnectionException>(server.Client(tls: true), "info");

        Assert.True(error.Code is DifyConnectionException.EncryptionFailed or DifyConnectionException.ConnectionFailed, error.Code);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("chat")]
    public async Task Handshake_that_does_not_go_on(string call)
    {
        await using var server = HostileServer.Raw(connection => connection.WaitForEndAsync());

        var error = await FailsAsync<DifyConnectionException>(server.Client(requestTimeout: Short, tls: true), call);

        Assert.Equal(DifyConnectionException.RequestTimeout, error.Code);
    }

    [Fact]
    public async Task Certificate_nobody_trusts()
    {
        await using var server = HostileServer.Raw(connection => connection.StartTlsAsync());
        var client = new DifyClient(
            DifyServer.Create("https://" + server.Host),
            ApiKey.FromString(FakeServer.Key),
            new DifyClientOptions { MaxRetries = 2 }
        );

        var error = await FailsAsync<DifyConnectionException>(client, "info");

        Assert.Equal(DifyConnectionException.CertificateRejected, error.Code);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Closed_in_the_middle_of_a_body(string call)
    {
        await using var server = TlsAnswer(
            Beginning(call)
                + "Content-Length: 5000\r\n\r\n"
                + (call is "chat" or "workflow" ? FakeServer.Sse(Streams.Message("a")) : "{\"name\":")
        );

        var error = await FailsAsync<DifyException>(server.Client(tls: true), call);

        Assert.Equal(
            call is "chat" or "workflow" or "download" ? DifyStreamException.StreamBroken : DifyConnectionException.ConnectionFailed,
            error.Code
        );
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Closed_in_the_middle_of_a_record(string call)
    {
        await using var server = HostileServer.Raw(async connection =>
        {
            var raw = connection.Stream;
            await connection.StartTlsAsync();
            await connection.ReadHeadAsync();
            await connection.WriteAsync(Beginning(call) + "\r\n");
            await raw.WriteAsync(Utf8("\x17\x03\x03\x01\x00half"), Streams.Token);
            connection.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            await connection.WaitForEndAsync();
        });

        var error = await FailsAsync<DifyException>(server.Client(tls: true), call);

        Assert.Equal(
            call is "chat" or "workflow" or "download" ? DifyStreamException.StreamBroken : DifyConnectionException.ConnectionFailed,
            error.Code
        );
    }

    private static HostileServer TlsAnswer(string answer) => HostileServer.Raw(async connection =>
    {
        await connection.StartTlsAsync();
        await connection.ReadHeadAsync();
        await connection.WriteAsync(answer);
    });
}

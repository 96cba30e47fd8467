using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Files;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Hostilities;

namespace Dify.Client.Tests.Hostile;

/// <summary>Files on their way from and to a server that does not play along.</summary>
[Collection(nameof(FileMemoryTests))]
public sealed class HostileFilesTests
{
    private const string TooLarge =
        "HTTP/1.1 413 Request Entity Too Large\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: 24\r\n\r\n<h1>Much too large.</h1>";
    private const string Taken = Json + "Content-Length: 11\r\n\r\n{\"id\":\"f1\"}";
    private const int Large = 64 * 1024 * 1024;

    [Fact]
    public async Task Download_that_drips()
    {
        await using var server = HostileServer.Drip(Bytes + "\r\n", "x");

        var error = await FailsAsync<DifyStreamException>(server.Client(idleTimeout: Short), "download");

        Assert.Equal(DifyStreamException.StreamIdle, error.Code);
    }

    [Theory]
    [InlineData("Content-Length: 5000\r\n\r\nabc")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nab")]
    [InlineData("Content-Encoding: gzip\r\n\r\nabc")]
    public async Task Download_that_is_cut_off_or_spoilt(string rest)
    {
        await using var server = HostileServer.Answer(Bytes + rest);

        var error = await FailsAsync<DifyStreamException>(server.Client(), "download");

        Assert.Equal(DifyStreamException.StreamBroken, error.Code);
    }

    [Fact]
    public async Task Download_without_end_waits_for_its_reader_and_ends_with_it()
    {
        await using var server = HostileServer.Endless(Bytes + "\r\n", new string('x', 64 * 1024));

        await WithinMemoryAsync(async () =>
        {
            using var file = await server.Client().Files.DownloadAsync("f1", cancellationToken: Streams.Token);
            await file.Stream.ReadExactlyAsync(new byte[100], Streams.Token);
            return file;
        });

        Assert.InRange(server.Pushed, 100, 20 * 1024 * 1024);
    }

    [Fact]
    public async Task Download_that_is_a_gigabyte_once_unpacked_is_not_read_on()
    {
        var bomb = Bomb(string.Empty, "x", 200L * 1024 * 1024);
        await using var server = HostileServer.Play(async connection =>
        {
            await connection.WriteAsync(Bytes + $"Content-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n");
            await connection.WriteAsync(bomb);
        });

        var error = await WithinMemoryAsync(() => FailsAsync<DifyStreamException>(server.Client(), "download"));

        Assert.Equal(DifyStreamException.UnpackedTooLarge, error.Code);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(Large)]
    public async Task Upload_refused_before_its_body_was_read(int size)
    {
        // As nginx does: it judges by Content-Length, and does not care for the body.
        await using var server = HostileServer.Play(async connection =>
        {
            await connection.WriteAsync(TooLarge);
            connection.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
            if (size == Large)
            {
                await connection.ReadAsync(1);
                connection.Reset();
            }
            else
            {
                await connection.WaitForEndAsync();
            }
        });
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Streams.Token);
        guard.CancelAfter(TimeSpan.FromMinutes(1));

        var error = await Assert.ThrowsAsync<DifyApiException>(() => UploadAsync(server.Client(), size, guard.Token));

        Assert.Equal(413, error.StatusCode);
        Assert.Contains(server.Host, error.Message, StringComparison.Ordinal);
        Assert.Contains("Much too large.", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
    }

    [Fact]
    public async Task Upload_to_a_server_that_knows_no_expectations_is_sent_all_the_same()
    {
        await using var server = HostileServer.Play(async connection =>
        {
            await ReadBodyAsync(connection, Large);
            await connection.WriteAsync(Taken);
        });

        await UploadAsync(server.Client(), Large, Streams.Token);

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Upload_to_a_server_that_refuses_expectations_is_sent_without()
    {
        var first = true;
        await using var server = HostileServer.Play(async connection =>
        {
            if (first)
            {
                first = false;
                await connection.WriteAsync("HTTP/1.1 417 Expectation Failed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                return;
            }

            await ReadBodyAsync(connection, Large);
            await connection.WriteAsync(Taken);
        });

        await UploadAsync(server.Client(), Large, Streams.Token);

        var requests = server.Requests.ToArray();
        Assert.Equal(2, requests.Length);
        Assert.Contains("Expect: 100-continue", requests[0], StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Expect:", requests[1], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Upload_cut_off_names_the_server()
    {
        await using var server = HostileServer.Play(connection =>
        {
            connection.Reset();
            return Task.CompletedTask;
        });

        var error = await FailsAsync<DifyConnectionException>(server.Client(), "upload");

        Assert.Equal(DifyConnectionException.ConnectionFailed, error.Code);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Upload_that_nobody_reads_runs_out_of_time()
    {
        await using var server = HostileServer.Play(async connection => await Task.Delay(Timeout.Infinite, connection.Stop));
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Streams.Token);
        guard.CancelAfter(TimeSpan.FromMinutes(1));

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() =>
            UploadAsync(server.Client(requestTimeout: Short), Large, guard.Token)
        );

        Assert.Equal(DifyConnectionException.RequestTimeout, error.Code);
        Assert.Contains(server.Host, error.Message, StringComparison.Ordinal);
    }

    private static async Task ReadBodyAsync(HostileConnection connection, long size)
    {
        var buffer = new byte[64 * 1024];
        for (var read = 0L; read < size;)
        {
            read += await connection.Stream.ReadAsync(buffer, Streams.Token) is var count and > 0
                ? count
                : throw new System.IO.IOException("The client closed.");
        }
    }
}

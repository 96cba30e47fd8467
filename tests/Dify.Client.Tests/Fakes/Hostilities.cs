using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Conversations;
using Dify.Client.Files;
using Dify.Client.Workflows;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests.Fakes;

/// <summary>Ways to call a server that is not to be trusted, and what its answers are made of.</summary>
internal static class Hostilities
{
    public const string Json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    public const string Events = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    public const string Html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    public const string Bytes = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n";

    /// <summary>The ways in: each reads a whole answer.</summary>
    public static readonly string[] Calls = ["chat", "workflow", "info", "list", "download", "upload"];

    /// <summary>Short, for what would never end: nothing is measured against it.</summary>
    public static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    public static string Operation(string call) => call switch
    {
        "chat" => "POST /chat-messages",
        "workflow" => "POST /workflows/run",
        "info" => "GET /info",
        "list" => "GET /conversations",
        "download" => "GET /files/{file_id}/preview",
        _ => "POST /files/upload",
    };

    public static string Beginning(string call) => call switch
    {
        "chat" or "workflow" => Events,
        "download" => Bytes,
        _ => Json,
    };

    /// <summary>Makes a call, which has to fail as this library says; one that hangs is given up.</summary>
    public static async Task<T> FailsAsync<T>(DifyClient client, string call)
        where T : DifyException
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Token);
        guard.CancelAfter(TimeSpan.FromMinutes(1));
        var error = await Assert.ThrowsAnyAsync<T>(() => CallAsync(client, call, guard.Token));
        Assert.Contains(client.Server.DisplayName, error.Message, StringComparison.Ordinal);
        Assert.Contains(Operation(call), error.Operation + error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeServer.Key, error.ToString(), StringComparison.Ordinal);
        return error;
    }

    public static async Task CallAsync(DifyClient client, string call, CancellationToken token)
    {
        switch (call)
        {
            case "chat":
                await client.Chat.SendAsync(Hello, null, token);
                break;
            case "workflow":
                await client.Workflows.RunAsync(new WorkflowRequest { User = "ann" }, null, token);
                break;
            case "info":
                await client.Apps.GetInfoAsync(token);
                break;
            case "list":
                await foreach (var _ in client.Conversations.ListAsync("ann", cancellationToken: token))
                {
                }

                break;
            case "download":
                using (var file = await client.Files.DownloadAsync("f1", cancellationToken: token))
                    await file.Stream.CopyToAsync(Stream.Null, token);

                break;
            case "upload":
                await UploadAsync(client, 100, token);
                break;
            default:
                throw new ArgumentException(call);
        }
    }

    public static async Task UploadAsync(DifyClient client, long size, CancellationToken token)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            file.SetLength(size);

        try
        {
            await client.Files.UploadAsync(new FileUpload { Path = path }, "ann", null, token);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Text that is tiny on the wire: the beginning, then the filler as often as it takes to reach the size.</summary>
    public static byte[] Bomb(string beginning, string filler, long size)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(beginning));
            var piece = Encoding.UTF8.GetBytes(string.Concat(System.Linq.Enumerable.Repeat(filler, Math.Max(1, 65536 / filler.Length))));
            for (var written = 0L; written < size; written += piece.Length)
                gzip.Write(piece);
        }

        return packed.ToArray();
    }

    /// <summary>Runs what has to fail, and sees that nothing of its size stays behind.</summary>
    public static async Task<T> WithinMemoryAsync<T>(Func<Task<T>> run)
    {
        const long most = 100L * 1024 * 1024;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var result = await run();
        // The other end, which runs in this process, too, lets go of its own when it learns that nobody listens any more.
        var watch = Stopwatch.StartNew();
        long left;
        while ((left = GC.GetTotalMemory(forceFullCollection: true) - before) > most && watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.InRange(left, long.MinValue, most);
        return result;
    }

    public static string Chunk(string text) => FormattableString.Invariant($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    public static byte[] Concat(params IEnumerable<byte[]> parts)
    {
        var all = new MemoryStream();
        foreach (var part in parts)
            all.Write(part);

        return all.ToArray();
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

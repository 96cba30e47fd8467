using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading.Tasks;
using Dify.Client.Files;
using Dify.Client.Tests.Fakes;
using Dify.Simulator;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class FilesTests : IDisposable
{
    private const string Kept =
        """{"id":"f1","name":"a.txt","size":3,"extension":"txt","mime_type":"text/plain","created_by":"u1","created_at":1705407629,"source_url":"https://x/y","new":1}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("dify-files-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.txt")]
    [InlineData("猫.txt")]
    [InlineData("Bär – 100%.txt")]
    [InlineData("a%22b.txt")]
    [InlineData("it's \"it\"; filename=b.txt")]
    [InlineData("line\r\nbreak.txt")]
    [InlineData("\U0001F408.txt")]
    public async Task A_name_arrives_whole(string name)
    {
        await using var simulator = await SimulatorHost.StartAsync(cancellationToken: Token);
        var app = simulator.State.AddApp("cat");
        var client = new DifyClient(DifyServer.Create(simulator.BaseUri.AbsoluteUri), ApiKey.FromString(app.CreateKey()));

        var file = await client.Files.UploadAsync(
            new FileUpload { Path = Write("x.bin", 3), FileName = name },
            "Ann Ä",
            cancellationToken: Token
        );

        Assert.Equal((name, 3L, "txt", "text/plain"), (file.Name, file.Size, file.Extension, file.MimeType));
        var request = simulator.Requests.Snapshot().Single();
        Assert.Equal((name, "Ann Ä"), (request.Files[0].FileName, request.Form["user"]));
    }

    [Fact]
    public async Task What_Dify_keeps_is_read()
    {
        var server = new FakeServer().Answer(FakeServer.Json(Kept, HttpStatusCode.Created));
        var progress = new Seen();

        var file = await server.Client().Files.UploadAsync(new FileUpload { Path = Write("a.txt", 3) }, "ann", progress, Token);

        Assert.Equal(
            ("f1", "a.txt", 3L, "txt", "text/plain", "u1", "https://x/y"),
            (file.Id, file.Name, file.Size, file.Extension, file.MimeType, file.CreatedBy, file.SourceUrl)
        );
        Assert.Equal(1705407629, file.CreatedAt!.Value.ToUnixTimeSeconds());
        Assert.Equal(1, file.Json.GetProperty("new").GetInt32());
        Assert.Equal([3L], progress.Values);
        Assert.Contains("filename=\"a.txt\"\r\n", server.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        var server = new FakeServer().Answer(FakeServer.Json(Kept));
        await server.Client().Files.UploadAsync(new FileUpload { Path = Write("a.txt", 0) }, "ann", cancellationToken: Token);
        Assert.Contains("Content-Type: text/plain", server.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_is_sent_again_only_when_it_certainly_was_not_carried_out()
    {
        var upload = new FileUpload { Path = Write("a.txt", 3) };
        var server = new FakeServer().Answer(FakeServer.Error(429, "too_many_requests")).Answer(FakeServer.Json(Kept));
        await server.Client().Files.UploadAsync(upload, "ann", cancellationToken: Token);
        Assert.Equal(2, server.Requests.Count);

        server = new FakeServer().Answer(FakeServer.Error(502, "bad_gateway"));
        await Assert.ThrowsAsync<DifyApiException>(() => server.Client().Files.UploadAsync(upload, "ann", cancellationToken: Token));
        server = new FakeServer().Answer(new HttpRequestException(HttpRequestError.ResponseEnded, "gone"));
        await Assert.ThrowsAsync<DifyConnectionException>(() => server.Client().Files.UploadAsync(upload, "ann", cancellationToken: Token));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(null, "ann", typeof(FileNotFoundException))]
    [InlineData(".", "ann", typeof(UnauthorizedAccessException))]
    [InlineData("a.txt", " ", typeof(ArgumentException))]
    public async Task Nothing_is_sent_of_what_cannot_be(string? path, string user, Type expected)
    {
        Write("a.txt", 3);
        var server = new FakeServer();
        await Assert.ThrowsAsync(expected, () =>
            server
                .Client()
                .Files.UploadAsync(
                    new FileUpload { Path = Path.Combine(_folder, path ?? "no.txt"), FileName = "x.txt" },
                    user,
                    cancellationToken: Token
                )
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            server
                .Client()
                .Files.UploadAsync(
                    new FileUpload { Path = Path.Combine(_folder, "a.txt"), FileName = "a/b.txt" },
                    "ann",
                    cancellationToken: Token
                )
        );
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_file_that_gets_shorter_is_told_as_that()
    {
        var path = Write("a.txt", 300_000);
        var server = new FakeServer().Answer(FakeServer.Json(Kept));
        var cut = new Seen
        {
            OnReport = _ =>
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                file.SetLength(70_000);
            },
        };
        var error = await Assert.ThrowsAsync<IOException>(() =>
            server.Client().Files.UploadAsync(new FileUpload { Path = path }, "ann", cut, Token)
        );
        Assert.Contains("shorter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_limit_is_for_standing_still_not_for_going_on()
    {
        var clock = new ManualTime();
        var options = new DifyClientOptions { TimeProvider = clock, RequestTimeout = TimeSpan.FromSeconds(100), MaxRetries = 0 };
        var path = Write("a.bin", 64 * 1024 * 5);
        var server = new FakeServer().Answer(FakeServer.Json(Kept));
        var slow = new Seen { OnReport = _ => clock.Advance(TimeSpan.FromSeconds(90)) };
        await server.Client(options).Files.UploadAsync(new FileUpload { Path = path }, "ann", slow, Token);
        Assert.Equal(5, slow.Values.Count);

        var stuck = new Seen { OnReport = _ => clock.Advance(TimeSpan.FromSeconds(101)) };
        var error = await Assert.ThrowsAsync<DifyConnectionException>(() =>
            server.Client(options).Files.UploadAsync(new FileUpload { Path = path }, "ann", stuck, Token)
        );
        Assert.Equal(DifyConnectionException.RequestTimeout, error.Code);
    }

    [Theory]
    [InlineData("attachment; filename*=UTF-8''%E7%8C%AB.txt", "猫.txt")]
    [InlineData("attachment; filename=\"a b.txt\"", "a b.txt")]
    [InlineData("inline", null)]
    [InlineData(null, null)]
    public async Task A_download_is_handed_on_as_it_arrives(string? disposition, string? name)
    {
        var body = new PieceStream(new byte[1000], 10) { FallsSilent = true };
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) };
        response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("text/plain; charset=utf-8");
        response.Content.Headers.ContentLength = 2000;
        if (disposition is not null)
            response.Content.Headers.TryAddWithoutValidation("Content-Disposition", disposition);

        var server = new FakeServer().Answer(response);
        using (var download = await server.Client().Files.DownloadAsync("f/1", cancellationToken: Token))
        {
            Assert.Equal("/v1/files/f%2F1/preview?as_attachment=true", server.Last.Uri.PathAndQuery);
            Assert.Equal((name, "text/plain", 2000L), (download.FileName, download.ContentType, download.Length));
            Assert.Equal(0, body.Delivered);
            await download.Stream.ReadExactlyAsync(new byte[100], Token);
            Assert.Equal(100, body.Delivered);
        }

        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task A_download_that_stands_still_or_breaks_is_told_as_that()
    {
        var clock = new ManualTime();
        var options = new DifyClientOptions { TimeProvider = clock };
        var server = new FakeServer().Answer(
            new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StreamContent(new PieceStream(new byte[10], 10) { FallsSilent = true }),
            }
        );
        using var download = await server.Client(options).Files.DownloadAsync("f1", cancellationToken: Token);
        var reading = download.Stream.CopyToAsync(Stream.Null, Token);
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(60));
        clock.Advance(TimeSpan.FromSeconds(61));
        var error = await Assert.ThrowsAsync<DifyStreamException>(() => reading);
        Assert.Equal(DifyStreamException.StreamIdle, error.Code);
        Assert.Contains("stood still", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://files.test/a.txt?sign=s", "https://files.test/a.txt?sign=s")]
    [InlineData("https://dify.test/files/a.txt", "https://dify.test/files/a.txt")]
    public async Task An_address_never_gets_the_key(string address, string expected)
    {
        var server = new FakeServer()
            .Answer(FakeServer.Body("x", "text/plain", HttpStatusCode.OK))
            .Answer(FakeServer.Error(401, "unauthorized"));
        var client = server.Client(
            server.Options(refreshKey: (_, _) => throw new InvalidOperationException("The key is none of its business."))
        );
        using var download = await client.Files.DownloadAsync(new Uri(address), Token);
        Assert.Equal((expected, null), (server.Last.Uri.AbsoluteUri, server.Last.Authorization));
        var error = await Assert.ThrowsAsync<DifyApiException>(() => client.Files.DownloadAsync(new Uri(address), Token));
        Assert.DoesNotContain("sign=", error.Message, StringComparison.Ordinal);
        Assert.Contains(new Uri(address).Authority, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://files.test/a")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://me:pass@files.test/a")]
    public async Task Other_addresses_are_refused(string address)
    {
        var server = new FakeServer();
        await Assert.ThrowsAsync<ArgumentException>(() => server.Client().Files.DownloadAsync(new Uri(address), Token));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("https://127.0.0.1/a")]
    [InlineData("http://127.0.0.1:9/a")]
    [InlineData("https://127.1.2.3/a")]
    [InlineData("https://127.1/a")]
    [InlineData("https://2130706433/a")]
    [InlineData("https://0x7f000001/a")]
    [InlineData("https://0x7f.0.0.1/a")]
    [InlineData("https://0177.0.0.1/a")]
    [InlineData("https://127.0.0.1./a")]
    [InlineData("https://0.0.0.0/a")]
    [InlineData("https://0/a")]
    [InlineData("https://localhost/a")]
    [InlineData("https://LOCALHOST:8443/a")]
    [InlineData("https://localhost./a")]
    [InlineData("https://dify.localhost/a")]
    [InlineData("https://ip6-localhost/a")]
    [InlineData("https://localhost.localdomain/a")]
    [InlineData("https://[::1]/a")]
    [InlineData("https://[0:0:0:0:0:0:0:1]/a")]
    [InlineData("https://[::]/a")]
    [InlineData("https://[::ffff:127.0.0.1]/a")]
    [InlineData("https://[::ffff:7f00:1]/a")]
    [InlineData("https://[::ffff:0:127.0.0.1]/a")]
    [InlineData("https://[::127.0.0.1]/a")]
    [InlineData("https://[64:ff9b::127.0.0.1]/a")]
    [InlineData("https://[2002:7f00:1::]/a")]
    [InlineData("https://①②⑦.0.0.1/a")]
    [InlineData("https://127。0。0。1/a")]
    [InlineData("https://ｌｏｃａｌｈｏｓｔ/a")]
    public async Task An_address_on_this_machine_is_for_servers_on_this_machine(string address)
    {
        var server = new FakeServer();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => server.Client().Files.DownloadAsync(new Uri(address), Token));
        Assert.Contains("dify.test", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5001", "http://127.0.0.1:9/a.txt")]
    [InlineData("http://localhost", "http://[::1]:9/a.txt")]
    [InlineData("https://localhost.", "https://127.0.0.1:9/a.txt")]
    [InlineData("https://dify.test", "https://128.0.0.1/a.txt")]
    [InlineData("https://dify.test", "https://localhost.dify.test/a.txt")]
    [InlineData("https://dify.test", "https://[2001:db8::1]/a.txt")]
    [InlineData("https://127.0.0.1", "https://files.test/a.txt")]
    public async Task Other_addresses_are_fetched(string from, string address)
    {
        var server = new FakeServer().Answer(FakeServer.Body("x", "text/plain", HttpStatusCode.OK));
        using var download = await server.Client(server: from).Files.DownloadAsync(new Uri(address), Token);
        Assert.Equal((new Uri(address), null), (server.Last.Uri, server.Last.Authorization));
    }

    [Fact]
    public async Task A_redirect_to_this_machine_is_not_followed()
    {
        var response = new HttpResponseMessage(HttpStatusCode.Redirect);
        response.Headers.Location = new Uri("https://127.0.0.1/a");
        var server = new FakeServer().Answer(response);
        var error = await Assert.ThrowsAsync<DifyConnectionException>(() =>
            server.Client().Files.DownloadAsync(new Uri("https://files.test/a"), Token)
        );
        Assert.Equal((DifyConnectionException.RedirectRefused, 1), (error.Code, server.Requests.Count));
    }

    private string Write(string name, int size)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)'x', size)]);
        return path;
    }

    private sealed class Seen : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public Action<long>? OnReport { get; init; }

        public void Report(long value)
        {
            Values.Add(value);
            OnReport?.Invoke(value);
        }
    }
}

using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Dify.Client.Rest;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class RestTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("..")]
    [InlineData("/..")]
    [InlineData("../info")]
    [InlineData("/../../console/api")]
    [InlineData("/apps/../info")]
    [InlineData("/apps/..")]
    [InlineData("/apps/./info")]
    [InlineData("/%2e%2e/info")]
    [InlineData("/%2E./info")]
    [InlineData("/.%2e/info")]
    [InlineData("/%252e%252e/info")]
    [InlineData("/apps/..%2finfo")]
    [InlineData("/apps%2f..%2finfo")]
    [InlineData("/..%5cinfo")]
    [InlineData("/..\\info")]
    [InlineData("\\\\evil.test\\info")]
    [InlineData("/\\evil.test/info")]
    [InlineData("//evil.test/info")]
    [InlineData("///evil.test")]
    [InlineData("http://evil.test/info")]
    [InlineData("https://dify.test/v1/info")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/http://evil.test")]
    [InlineData("/info#top")]
    [InlineData("/in fo")]
    [InlineData("/info\r\nHost: evil")]
    [InlineData("/info\0")]
    public async Task Path_that_leads_elsewhere_is_refused(string path)
    {
        var server = new FakeServer();

        await Assert.ThrowsAsync<ArgumentException>(() => server.Client().Rest.SendAsync(new RestRequest { Path = path }, Token));

        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("info", "https://dify.test/gw/v1/info")]
    [InlineData("/info", "https://dify.test/gw/v1/info")]
    [InlineData("/messages?user=ann&limit=5", "https://dify.test/gw/v1/messages?user=ann&limit=5")]
    [InlineData("/files/a%2Fb/preview", "https://dify.test/gw/v1/files/a%2Fb/preview")]
    [InlineData("/files/a..b/x.y", "https://dify.test/gw/v1/files/a..b/x.y")]
    [InlineData("/things/a:b", "https://dify.test/gw/v1/things/a:b")]
    [InlineData("/search?q=../..&u=http://x", "https://dify.test/gw/v1/search?q=../..&u=http://x")]
    public async Task Path_below_the_base_address_is_taken(string path, string expected)
    {
        var server = new FakeServer().Answer(FakeServer.Json("{}"));

        using var response = await server.Client(server: "https://dify.test/gw/v1").Rest.SendAsync(new RestRequest { Path = path }, Token);

        Assert.Equal(expected, server.Last.Uri.AbsoluteUri);
    }

    [Fact]
    public async Task Json_goes_out_and_comes_back()
    {
        var server = new FakeServer().Answer(FakeServer.Json("{\"id\":1}", HttpStatusCode.Created));

        using var response = await server
            .Client()
            .Rest.SendAsync(
                new RestRequest
                {
                    Method = HttpMethod.Put,
                    Path = "/things/1",
                    Json = JsonDocument.Parse("{\"a\": 1}").RootElement,
                    Query = [new("x y", "ä&b")],
                },
                Token
            );

        Assert.Equal(("PUT", "{\"a\": 1}", "application/json"), (server.Last.Method, server.Last.Body, server.Last.ContentType!));
        Assert.Equal("?x%20y=%C3%A4%26b", server.Last.Uri.Query);
        Assert.Equal((201, "application/json"), (response.StatusCode, response.ContentType!));
        Assert.Equal(["application/json"], response.Headers["content-type"]);
        Assert.Equal(1, (await response.ReadJsonAsync(Token)).GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task File_is_sent_as_a_form_and_anew_for_each_try()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(path, "contents of the file", Token);
        try
        {
            var server = new FakeServer().Answer(FakeServer.Error(429, "too_many_requests")).Answer(FakeServer.Json("{}"));

            using var response = await server
                .Client()
                .Rest.SendAsync(
                    new RestRequest
                    {
                        Method = HttpMethod.Post,
                        Path = "/files/upload",
                        Multipart = new RestMultipart
                        {
                            FilePath = path,
                            FileName = "cat.txt",
                            FileContentType = "text/plain",
                            Fields = [new("user", "ann")],
                        },
                    },
                    Token
                );

            Assert.Equal(2, server.Requests.Count);
            Assert.All(server.Requests, request =>
            {
                Assert.StartsWith("multipart/form-data", request.ContentType, StringComparison.Ordinal);
                Assert.Contains("contents of the file", request.Body, StringComparison.Ordinal);
                Assert.Contains("filename=cat.txt", request.Body, StringComparison.Ordinal);
                Assert.Contains("ann", request.Body, StringComparison.Ordinal);
            });
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Missing_file_and_two_bodies_are_refused_before_sending()
    {
        var server = new FakeServer();

        await Assert.ThrowsAsync<FileNotFoundException>(() =>
            server
                .Client()
                .Rest.SendAsync(
                    new RestRequest
                    {
                        Path = "/x",
                        Multipart = new RestMultipart { FilePath = "/nowhere/at/all" },
                    },
                    Token
                )
        );
        await Assert.ThrowsAsync<ArgumentException>(() =>
            server
                .Client()
                .Rest.SendAsync(
                    new RestRequest
                    {
                        Path = "/x",
                        JsonBytes = [],
                        Multipart = new RestMultipart(),
                    },
                    Token
                )
        );

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Download_is_handed_on_as_it_arrives()
    {
        var body = new PieceStream(new byte[1000], 10) { FallsSilent = true };
        var server = new FakeServer().Answer(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) });

        using (var response = await server.Client().Rest.SendAsync(new RestRequest { Path = "/files/1/preview", Stream = true }, Token))
        {
            Assert.Equal(0, body.Delivered);
            var buffer = new byte[100];
            await response.Stream.ReadExactlyAsync(buffer, Token);
            Assert.Equal(100, body.Delivered);
            Assert.Throws<InvalidOperationException>(() => response.ReadEventsAsync(Token));
        }

        Assert.True(body.IsDisposed);
    }

    [Fact]
    public async Task Download_larger_than_an_event_may_be_is_no_event()
    {
        var server = new FakeServer();
        server.Answer(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new PieceStream(new byte[100_000], 1000)) });

        using var response = await server
            .Client(server.Options(maxEventBytes: 100))
            .Rest.SendAsync(new RestRequest { Path = "/files/1/preview", Stream = true }, Token);
        var all = new MemoryStream();
        await response.Stream.CopyToAsync(all, Token);

        Assert.Equal(100_000, all.Length);
    }

    [Fact]
    public async Task Download_that_breaks_off_is_a_broken_stream()
    {
        var server = new FakeServer();
        server.Answer(
            new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StreamContent(new PieceStream(new byte[10]) { BreaksWith = new IOException("reset") }),
            }
        );

        using var response = await server.Client().Rest.SendAsync(new RestRequest { Path = "/files/1/preview", Stream = true }, Token);

        var broken = await Assert.ThrowsAsync<DifyStreamException>(() => response.Stream.CopyToAsync(Stream.Null, Token));
        Assert.Equal((DifyStreamException.StreamBroken, "GET /files/1/preview"), (broken.Code, broken.Operation!));
    }

    [Fact]
    public async Task Events_come_typed()
    {
        var server = new FakeServer().Answer(FakeServer.Events(WorkflowStarted(), WorkflowFinished()));

        using var response = await server
            .Client()
            .Rest.SendAsync(
                new RestRequest
                {
                    Method = HttpMethod.Post,
                    Path = "/workflows/run",
                    JsonBytes = Encoding.UTF8.GetBytes("{}"),
                    Stream = true,
                },
                Token
            );
        var (events, end) = await ReadAsync(response.ReadEventsAsync(Token));

        Assert.Null(end);
        Assert.Equal(["workflow_started", "workflow_finished"], events.Select(one => one.Event));
    }
}

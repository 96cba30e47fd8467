using System;
using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Conversations;
using Dify.Client.Rest;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Hostilities;

namespace Dify.Client.Tests.Hostile;

/// <summary>Good statuses with bad bodies, where JSON is due.</summary>
[Collection(nameof(FileMemoryTests))]
public sealed class HostileJsonTests
{
    private const string Closing = "Connection: close\r\n\r\n";

    [Theory]
    [InlineData("info")]
    [InlineData("list")]
    [InlineData("upload")]
    public async Task Body_without_end(string call)
    {
        await using var server = HostileServer.Endless(Json + "\r\n{\"name\":\"", new string('x', 64 * 1024));

        var error = await WithinMemoryAsync(() => FailsAsync<DifyConnectionException>(server.Client(), call));

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("larger than 32 MiB", error.Message, StringComparison.Ordinal);
        Assert.InRange(server.Pushed, 32 * 1024 * 1024, 60 * 1024 * 1024);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("list")]
    [InlineData("upload")]
    public async Task Body_that_is_a_gigabyte_once_unpacked(string call)
    {
        var bomb = Bomb("{\"name\":\"", "x", 1L << 30);
        await using var server = HostileServer.Play(async connection =>
        {
            await connection.WriteAsync(Json + $"Content-Encoding: gzip\r\nContent-Length: {bomb.Length}\r\n\r\n");
            await connection.WriteAsync(bomb);
            await connection.WaitForEndAsync();
        });

        var error = await WithinMemoryAsync(() => FailsAsync<DifyConnectionException>(server.Client(maxRetries: 3), call));

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("100 times", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("list")]
    [InlineData("upload")]
    public async Task Body_that_drips(string call)
    {
        await using var server = HostileServer.Drip(Json + "\r\n{\"name\":\"", "x");

        var error = await FailsAsync<DifyConnectionException>(server.Client(requestTimeout: Short), call);

        Assert.Equal(DifyConnectionException.RequestTimeout, error.Code);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task Body_that_cannot_be_unpacked(string encoding)
    {
        await using var server = HostileServer.Answer(Json + $"Content-Encoding: {encoding}\r\n{Closing}This is not packed at all.");

        var error = await FailsAsync<DifyConnectionException>(server.Client(maxRetries: 3), "info");

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("info")]
    [InlineData("list")]
    [InlineData("upload")]
    public async Task Page_in_place_of_json(string call)
    {
        await using var server = HostileServer.Answer(
            Html + Closing + "<html><head><title>x</title></head><body><h1>Sign in</h1> to the network</body></html>"
        );

        var error = await FailsAsync<DifyConnectionException>(server.Client(), call);

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("text/html: Sign in to the network", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("info", "\"name\":\"a\u00c3(\"")]
    [InlineData("info", "\"unknown\":\"a\u00c3(\"")]
    [InlineData("info", "\"\u00ff\u00fe\":1")]
    [InlineData("list", "\"data\":[{\"id\":\"c1\",\"unknown\":\"\u00e9\"}]")]
    [InlineData("upload", "\"id\":\"f1\",\"name\":\"\u00e9\"")]
    public async Task Bytes_that_are_not_utf8(string call, string fields)
    {
        await using var server = HostileServer.Play(connection =>
            connection.WriteAsync(System.Text.Encoding.Latin1.GetBytes(Json + Closing + "{" + fields + "}"))
        );

        var error = await FailsAsync<DifyConnectionException>(server.Client(), call);

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_becomes_a_replacement_character()
    {
        await using var server = HostileServer.Answer(
            Json
                + Closing
                + """{"has_more":false,"data":[{"id":"c1","name":"cut \ud83d","inputs":{"a":"\uDC08 \\ud83d \ud83d\ude00","\uD800":1}}]}"""
        );

        var list = server.Client().Conversations.ListAsync("ann", cancellationToken: Streams.Token);

        await foreach (var item in list)
        {
            Assert.Equal("cut \uFFFD", item.Name);
            var inputs = item.Json.GetProperty("inputs");
            Assert.Equal("\uFFFD \\ud83d \U0001F600", inputs.GetProperty("a").GetString());
            Assert.Equal("\uFFFD", inputs.EnumerateObject().Last().Name);
        }

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("42")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{\"data\":[1]}")]
    [InlineData("{\"data\":{}}")]
    [InlineData("")]
    public async Task Json_of_another_kind(string body)
    {
        await using var server = HostileServer.Answer(Json + Closing + body);
        var client = server.Client();
        Func<Task>[] calls =
        [
            () => client.Apps.GetInfoAsync(Streams.Token),
            () => client.Apps.GetParametersAsync(Streams.Token),
            () => client.Apps.GetMetaAsync(Streams.Token),
            () => client.Apps.GetSiteAsync(Streams.Token),
            () => CallAsync(client, "list", Streams.Token),
            () => CallAsync(client, "upload", Streams.Token),
            () => client.Workflows.GetRunAsync("r1", Streams.Token),
        ];

        foreach (var call in calls)
        {
            // Some can do without what is missing; the others say what is wrong.
            if (await Record.ExceptionAsync(call) is { } error)
            {
                Assert.Equal(DifyConnectionException.InvalidResponse, Assert.IsType<DifyConnectionException>(error).Code);
                Assert.Contains(server.Host, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Json_nested_without_end()
    {
        await using var server = HostileServer.Answer(Json + Closing + new string('[', 1_000_000));

        var error = await FailsAsync<DifyConnectionException>(server.Client(), "info");

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
    }

    [Fact]
    public async Task Raw_request_sees_the_same()
    {
        await using var server = HostileServer.Play(connection =>
            connection.WriteAsync(System.Text.Encoding.Latin1.GetBytes(Json + Closing + "{\"a\":\"\u00e9\"}"))
        );
        using var response = await server.Client().Rest.SendAsync(new RestRequest { Path = "/things" }, Streams.Token);

        var error = await Assert.ThrowsAsync<DifyConnectionException>(() => response.ReadJsonAsync(Streams.Token));

        Assert.Equal(DifyConnectionException.InvalidResponse, error.Code);
        Assert.Contains("UTF-8", error.Message, StringComparison.Ordinal);
    }
}

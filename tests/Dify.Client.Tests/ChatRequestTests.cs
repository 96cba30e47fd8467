using System;
using System.Collections;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Files;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class ChatRequestTests
{
    public static TheoryData<string, string> Values => new()
    {
        { "null", "null" },
        { "text", "\"a \\\"b\\\" \\n 猫\"" },
        { "char", "\"x\"" },
        { "bool", "true" },
        { "int", "-5" },
        { "long", "9223372036854775807" },
        { "ulong", "18446744073709551615" },
        { "decimal", "1.10" },
        { "double", "0.5" },
        { "float", "0.25" },
        { "element", "{\"a\":[1]}" },
        { "undefined", "null" },
        { "node", "{\"b\":2}" },
        { "list", "[1,\"two\",null,[3]]" },
        { "hashtable", "{\"5\":\"five\"}" },
        { "dictionary", "{\"x\":{\"y\":1}}" },
        { "typed", "{\"n\":1}" },
        { "file", "{\"type\":\"image\",\"transfer_method\":\"remote_url\",\"url\":\"https://x.test/a.png\"}" },
        { "files", "[{\"type\":\"document\",\"transfer_method\":\"local_file\",\"upload_file_id\":\"u1\"}]" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Input_is_written_as_json(string kind, string json)
    {
        var body = await BodyAsync(
            new ChatRequest
            {
                Query = "q",
                User = "u",
                Inputs = new Dictionary<string, object?> { ["v"] = Value(kind) },
            }
        );

        Assert.Equal(json, body.GetProperty("inputs").GetProperty("v").GetRawText());
    }

    [Theory]
    [InlineData("date")]
    [InlineData("object")]
    [InlineData("nan")]
    [InlineData("infinity")]
    [InlineData("self")]
    [InlineData("deep")]
    public void Input_that_cannot_be_written_is_refused_by_name(string kind)
    {
        var server = new FakeServer();

        var refused = Assert.Throws<ArgumentException>(() =>
            server
                .Client()
                .Chat.StreamAsync(
                    new ChatRequest
                    {
                        Query = "q",
                        User = "u",
                        Inputs = new Dictionary<string, object?> { ["fine"] = 1, ["the_culprit"] = Value(kind) },
                    },
                    Token
                )
        );

        Assert.Contains("the_culprit", refused.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Smallest_request()
    {
        var server = new FakeServer().Answer(FakeServer.Events(MessageEnd()));

        await server.Client().Chat.SendAsync(new ChatRequest { Query = "q", User = "u", ConversationId = string.Empty }, null, Token);

        Assert.Equal("{\"inputs\":{},\"query\":\"q\",\"response_mode\":\"streaming\",\"user\":\"u\"}", server.Last.Body);
        Assert.Equal(
            ("POST", "https://dify.test/v1/chat-messages", "application/json", "text/event-stream"),
            (server.Last.Method, server.Last.Uri.AbsoluteUri, server.Last.ContentType!, server.Last.Accept)
        );
    }

    [Fact]
    public async Task Largest_request()
    {
        var body = await BodyAsync(Largest);

        Assert.Equal("c1", body.GetProperty("conversation_id").GetString());
        Assert.Equal("w1", body.GetProperty("workflow_id").GetString());
        Assert.False(body.GetProperty("auto_generate_name").GetBoolean());
        Assert.Equal(2, body.GetProperty("files").GetArrayLength());
    }

    [Theory]
    [InlineData(null, "u")]
    [InlineData("q", null)]
    [InlineData("q", "  ")]
    public void What_Dify_needs_is_asked_for_before_sending(string? query, string? user)
    {
        var server = new FakeServer();

        Assert.ThrowsAny<ArgumentException>(() =>
            server.Client().Chat.StreamAsync(new ChatRequest { Query = query!, User = user! }, Token)
        );
        Assert.Empty(server.Requests);
    }

    internal static ChatRequest Largest { get; } = new()
    {
        Query = "q",
        User = "u",
        ConversationId = "c1",
        WorkflowId = "w1",
        AutoGenerateName = false,
        Inputs = new Dictionary<string, object?> { ["a"] = 1, ["b"] = FileReference.FromUrl("image", "https://x.test/a.png") },
        Files = [FileReference.FromUrl("image", "https://x.test/a.png"), FileReference.FromUpload("document", "u1")],
    };

    internal static async Task<JsonElement> BodyAsync(ChatRequest request)
    {
        var server = new FakeServer().Answer(FakeServer.Events(MessageEnd()));
        await server.Client().Chat.SendAsync(request, null, Token);
        return JsonDocument.Parse(server.Last.Body).RootElement;
    }

    private static object? Value(string kind) => kind switch
    {
        "null" => null,
        "text" => "a \"b\" \n 猫",
        "char" => 'x',
        "bool" => true,
        "int" => -5,
        "long" => long.MaxValue,
        "ulong" => ulong.MaxValue,
        "decimal" => 1.10m,
        "double" => 0.5,
        "float" => 0.25f,
        "element" => JsonDocument.Parse("{\"a\":[1]}").RootElement,
        "undefined" => default(JsonElement),
        "node" => new JsonObject { ["b"] = 2 },
        "list" => new object?[] { 1, "two", null, new List<int> { 3 } },
        "hashtable" => new Hashtable { [5] = "five" },
        "dictionary" => new Dictionary<string, object?> { ["x"] = new Dictionary<string, int> { ["y"] = 1 } },
        "typed" => new Dictionary<string, int> { ["n"] = 1 },
        "file" => FileReference.FromUrl("image", "https://x.test/a.png"),
        "files" => new[] { FileReference.FromUpload("document", "u1") },
        "date" => DateTime.UnixEpoch,
        "object" => new Uri("https://x.test"),
        "nan" => double.NaN,
        "infinity" => float.PositiveInfinity,
        "self" => Self(),
        "deep" => Deep(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static List<object> Self()
    {
        var list = new List<object>();
        list.Add(list);
        return list;
    }

    private static object Deep()
    {
        object value = 1;
        for (var i = 0; i < 600; i++)
            value = new[] { value };

        return value;
    }
}

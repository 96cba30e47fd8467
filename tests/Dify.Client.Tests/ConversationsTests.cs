using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Dify.Client.Conversations;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class ConversationsTests
{
    [Fact]
    public async Task Conversations_are_read_with_what_is_new_in_them()
    {
        var server = new FakeServer().Answer(
            FakeServer.Json(
                """{"limit":100,"has_more":false,"data":[{"id":"c1","name":"One","inputs":{"city":"Bonn"},"status":"normal","introduction":"Hi","created_at":1705407629,"updated_at":1705411229,"new":1},{"id":"c2","name":null,"inputs":null}]}"""
            )
        );

        var found = await server.Client().Conversations.ListAsync("a b", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal("https://dify.test/v1/conversations?user=a%20b&sort_by=-updated_at&limit=100", server.Last.Uri.AbsoluteUri);
        Assert.Equal(("c1", "One", "normal", "Hi"), (found[0].Id, found[0].Name, found[0].Status, found[0].Introduction));
        Assert.Equal("Bonn", found[0].Inputs!.Value.GetProperty("city").GetString());
        Assert.Equal(1705411229, found[0].UpdatedAt!.Value.ToUnixTimeSeconds());
        Assert.Equal(1, found[0].Json.GetProperty("new").GetInt32());
        Assert.Equal((string.Empty, null), (found[1].Name, found[1].CreatedAt));
    }

    [Fact]
    public async Task Pages_follow_each_other_only_as_far_as_wanted()
    {
        var server = new FakeServer().Answer(FakeServer.Json(Page(true, "c1", "c2"))).Answer(FakeServer.Json(Page(false, "c3")));

        var found = await server
            .Client()
            .Conversations.ListAsync("ann", ConversationOrder.OldestFirst, cancellationToken: Token)
            .Select(one => one.Id)
            .ToListAsync(Token);

        Assert.Equal(["c1", "c2", "c3"], found);
        Assert.EndsWith("sort_by=created_at&limit=100&last_id=c2", server.Last.Uri.Query);
        var two = new FakeServer().Answer(FakeServer.Json(Page(true, "c1", "c2")));
        Assert.Equal(2, await two.Client().Conversations.ListAsync("ann", first: 2, cancellationToken: Token).CountAsync(Token));
        Assert.Contains("limit=2", two.Last.Uri.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_goes_on_when_the_conversation_to_go_on_behind_is_gone()
    {
        var server = new FakeServer()
            .Answer(FakeServer.Json(Page(true, "c1", "c2")))
            .Answer(FakeServer.Error(404, "not_found"))
            .Answer(FakeServer.Json(Page(true, "c1", "c3")))
            .Answer(FakeServer.Json(Page(false, "c4")));

        var found = await server.Client().Conversations.ListAsync("ann", cancellationToken: Token).Select(one => one.Id).ToListAsync(Token);

        Assert.Equal(["c1", "c2", "c3", "c4"], found);
    }

    [Fact]
    public async Task A_list_that_does_not_get_on_ends_with_the_error()
    {
        var server = new FakeServer()
            .Answer(FakeServer.Json(Page(true, "c1")))
            .Answer(FakeServer.Error(404, "not_found"))
            .Answer(FakeServer.Json(Page(true, "c1")))
            .Answer(FakeServer.Error(404, "not_found"));

        await Assert.ThrowsAsync<DifyApiException>(() =>
            server.Client().Conversations.ListAsync("ann", cancellationToken: Token).CountAsync(Token).AsTask()
        );
    }

    [Theory]
    [InlineData("""{"id":"m4","created_at":4},{"id":"m3","created_at":3}""", """{"id":"m2","created_at":2},{"id":"m1","created_at":1}""")]
    [InlineData("""{"id":"m3","created_at":3},{"id":"m4","created_at":4}""", """{"id":"m1","created_at":1},{"id":"m2","created_at":2}""")]
    [InlineData(
        """{"id":"m4","created_at":1,"parent_message_id":"m3"},{"id":"m3","created_at":1,"parent_message_id":"m2"}""",
        """{"id":"m2","created_at":1,"parent_message_id":"m1"},{"id":"m1","created_at":1}"""
    )]
    [InlineData(
        """{"id":"m3","created_at":1,"parent_message_id":"m2"},{"id":"m4","created_at":1,"parent_message_id":"m3"}""",
        """{"id":"m1","created_at":1},{"id":"m2","created_at":1,"parent_message_id":"m1"}"""
    )]
    public async Task Messages_are_newest_first_whichever_way_the_server_turns_its_pages(string first, string second)
    {
        var server = new FakeServer()
            .Answer(FakeServer.Json($$"""{"limit":2,"has_more":true,"data":[{{first}}]}"""))
            .Answer(FakeServer.Json($$"""{"limit":2,"has_more":false,"data":[{{second}}]}"""));

        var found = await server
            .Client()
            .Conversations.GetMessagesAsync("c1", "ann", cancellationToken: Token)
            .Select(one => one.Id)
            .ToListAsync(Token);

        Assert.Equal(["m4", "m3", "m2", "m1"], found);
        Assert.Equal("?user=ann&conversation_id=c1&limit=100&first_id=m3", server.Last.Uri.Query);
    }

    [Fact]
    public async Task A_message_with_everything_in_it()
    {
        var server = new FakeServer().Answer(
            FakeServer.Json(
                """
                {"has_more":false,"data":[{"id":"m1","conversation_id":"c1","parent_message_id":null,"inputs":{},"query":"q","answer":"a","status":"error","error":"No.",
                 "message_files":[{"id":"f1","filename":"a.png","type":"image","url":"https://x.test/a","mime_type":"image/png","size":3,"transfer_method":"local_file","belongs_to":"user","upload_file_id":"u1"}],
                 "feedback":{"rating":"like"},"retriever_resources":[{"document_name":"Cats"}],"agent_thoughts":[{"id":"t1","thought":"Hm","files":["f2"]}],
                 "extra_contents":[{"type":"human_input","workflow_run_id":"r1","submitted":true,"form_definition":{"form_id":"h1","node_title":"Approval"},"form_submission_data":{"action_id":"ok","action_text":"Fine"}}],
                 "message_tokens":1,"answer_tokens":2,"total_tokens":3,"provider_response_latency":1.5,"total_price":"0.001","currency":"USD","created_at":1705407629}]}
                """
            )
        );

        var message = await server.Client().Conversations.GetMessagesAsync("c1", "ann", cancellationToken: Token).SingleAsync(Token);

        Assert.Equal(
            ("q", "a", "error", "No.", "like"),
            (message.Query, message.Answer, message.Status, message.Error, message.Feedback!.Rating)
        );
        Assert.True(message.Files[0] is { FileName: "a.png", Size: 3, UploadFileId: "u1", BelongsTo: "user" });
        Assert.Equal("Cats", message.Citations[0].DocumentName);
        Assert.Equal(["f2"], message.Thoughts[0].MessageFiles);
        Assert.True(message.HumanInput[0] is { Submitted: true, Form.NodeTitle: "Approval", Submission.ActionText: "Fine" });
        Assert.Equal((3, 0.001m, "USD", 1.5), (message.TotalTokens, message.TotalPrice, message.Currency, message.Latency?.TotalSeconds));
    }

    [Fact]
    public async Task Renaming_and_deleting()
    {
        var server = new FakeServer()
            .Answer(FakeServer.Json("""{"id":"c1","name":"New"}"""))
            .Answer(FakeServer.Json("""{"id":"c1","name":"Made"}"""))
            .Answer(FakeServer.Body(string.Empty, null, System.Net.HttpStatusCode.NoContent));
        var conversations = server.Client().Conversations;

        Assert.Equal("New", (await conversations.RenameAsync("c1", "ann", "New", Token)).Name);
        Assert.Equal(
            ("POST", "/v1/conversations/c1/name", """{"name":"New","auto_generate":false,"user":"ann"}"""),
            (server.Last.Method, server.Last.Uri.AbsolutePath, server.Last.Body)
        );
        await conversations.RenameAsync("c1", "ann", null, Token);
        Assert.Equal("""{"auto_generate":true,"user":"ann"}""", server.Last.Body);
        await conversations.DeleteAsync("c1", "ann", Token);
        Assert.Equal(
            ("DELETE", "/v1/conversations/c1", """{"user":"ann"}"""),
            (server.Last.Method, server.Last.Uri.AbsolutePath, server.Last.Body)
        );
    }

    [Theory]
    [InlineData("string", "\"7\"", "\"7\"")]
    [InlineData("number", "\"7\"", "7")]
    [InlineData("number", "7.5", "7.5")]
    [InlineData("boolean", "\"True\"", "true")]
    [InlineData("object", "\"{\\\"a\\\":1}\"", "{\"a\":1}")]
    [InlineData("array[string]", "\"[\\\"a\\\"]\"", "[\"a\"]")]
    [InlineData("object", "\"not JSON\"", "\"not JSON\"")]
    [InlineData("secret", "\"[1]\"", "\"[1]\"")]
    public async Task A_variables_value_is_read_as_its_type(string type, string written, string value)
    {
        var server = new FakeServer().Answer(
            FakeServer.Json($$"""{"has_more":false,"data":[{"id":"v1","name":"n","value_type":"{{type}}","value":{{written}}}]}""")
        );

        var variable = await server.Client().Conversations.GetVariablesAsync("c1", "ann", "n", cancellationToken: Token).SingleAsync(Token);

        Assert.Equal(value, variable.Value!.Value.GetRawText());
        Assert.Equal("/v1/conversations/c1/variables?user=ann&variable_name=n&limit=100", server.Last.Uri.PathAndQuery);
    }

    [Fact]
    public async Task A_variable_is_set_to_any_JSON()
    {
        var server = new FakeServer().Answer(FakeServer.Json("""{"id":"v1","name":"n","value_type":"object","value":"{}"}"""));

        var variable = await server.Client().Conversations.SetVariableAsync("c1", "v1", "ann", new object?[] { 1, "a", null }, Token);

        Assert.Equal(JsonValueKind.Object, variable.Value!.Value.ValueKind);
        Assert.Equal(
            ("PUT", "/v1/conversations/c1/variables/v1", """{"value":[1,"a",null],"user":"ann"}"""),
            (server.Last.Method, server.Last.Uri.AbsolutePath, server.Last.Body)
        );
    }

    [Fact]
    public async Task Bad_arguments_are_not_sent()
    {
        var server = new FakeServer();
        var conversations = server.Client().Conversations;

        Assert.Throws<ArgumentException>(() => conversations.ListAsync(" ", cancellationToken: Token));
        Assert.Throws<ArgumentException>(() => conversations.ListAsync("ann", "", cancellationToken: Token));
        Assert.Throws<ArgumentException>(() => conversations.GetMessagesAsync("", "ann", cancellationToken: Token));
        Assert.Throws<ArgumentException>(() => conversations.GetVariablesAsync("..", "ann", cancellationToken: Token));
        Assert.Throws<ArgumentException>(() => conversations.GetVariablesAsync("c1", "ann", "", cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await conversations.RenameAsync("c1", "ann", " ", Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await conversations.DeleteAsync("c1", "", Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await conversations.SetVariableAsync("c1", "", "ann", 1, Token));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await conversations.SetVariableAsync("c1", "v1", "ann", new object(), Token)
        );
        Assert.Empty(server.Requests);
    }

    private static string Page(bool more, params string[] ids) =>
        $$"""{"limit":100,"has_more":{{(more ? "true" : "false")}},"data":[{{string.Join(",", ids.Select(id => $$"""{"id":"{{id}}"}"""))}}]}""";
}

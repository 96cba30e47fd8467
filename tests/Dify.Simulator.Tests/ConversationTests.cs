using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>Conversations remember, and are their end user's only.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task It_remembers_what_was_said()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        var conversation = Id((await api.ChatAsync(app, Api.Question("I am Ann.")))[0]);
        await api.ChatAsync(app, Api.Question("I like cats.", conversation: conversation));
        var reply = await api.PostAsync("/chat-messages", app, Api.Question("What did I say?", streams: false, conversation: conversation));
        Assert.Equal("cat here: you said before: 'I am Ann.', 'I like cats.'", (string?)reply["answer"]);
        Assert.Equal(conversation, (string?)reply["conversation_id"]);
    }

    [Fact]
    public async Task Its_messages_come_newest_first_and_page_by_page()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        var conversation = Id((await api.ChatAsync(app, Api.Question("1")))[0]);
        await api.ChatAsync(app, Api.Question("2", conversation: conversation));
        await api.ChatAsync(app, Api.Question("3", conversation: conversation));
        var first = await api.GetAsync($"/messages?conversation_id={conversation}&user=ann&limit=2", app);
        Assert.Equal(["3", "2"], first["data"]!.AsArray().Select(message => (string?)message!["query"]));
        Assert.True((bool?)first["has_more"]);
        var second = await api.GetAsync(
            $"/messages?conversation_id={conversation}&user=ann&limit=2&first_id={first["data"]![1]!["id"]}",
            app
        );
        Assert.Equal("1", (string?)Assert.Single(second["data"]!.AsArray())!["query"]);
        Assert.False((bool?)second["has_more"]);
    }

    [Fact]
    public async Task It_is_nobody_elses()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        var conversation = Id((await api.ChatAsync(app))[0]);
        var error = await api.PostAsync(
            "/chat-messages",
            app,
            Api.Question(user: "bob", conversation: conversation),
            HttpStatusCode.NotFound
        );
        Assert.Equal("Conversation Not Exists.", (string?)error["message"]);
        await api.GetAsync($"/messages?conversation_id={conversation}&user=bob", app, HttpStatusCode.NotFound);
        Assert.Empty((await api.GetAsync("/conversations?user=bob", app))["data"]!.AsArray());
        Assert.Single((await api.GetAsync("/conversations?user=ann", app))["data"]!.AsArray());
    }

    [Fact]
    public async Task A_file_is_there_once_a_message_refers_to_it()
    {
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        using var form = new MultipartFormDataContent { { new StringContent("ann"), "user" } };
        var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(content, "file", "cat.png");
        var key = app.Keys.First();
        var file = await Api.ReadAsync(await api.SendAsync(HttpMethod.Post, "/files/upload", key, form), HttpStatusCode.Created);
        var preview = $"/files/{file["id"]}/preview";
        await api.GetAsync(preview, app, HttpStatusCode.NotFound);
        await api.GetAsync(preview, api.AddApp("dog"), HttpStatusCode.Forbidden);
        var question = Api.Question();
        question["files"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "image",
                ["transfer_method"] = "local_file",
                ["upload_file_id"] = (string?)file["id"],
            }
        );
        var stolen = question.DeepClone();
        stolen["user"] = "bob";
        await api.PostAsync("/chat-messages", app, stolen, HttpStatusCode.BadRequest);
        await api.ChatAsync(app, question);
        using var response = await api.SendAsync(HttpMethod.Get, preview, key);
        Assert.Equal([1, 2, 3], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        var upload = Assert.Single(api.Host.Requests.Snapshot(), request => request.Path == "/files/upload");
        Assert.Equal(("cat.png", 3), (upload.Files[0].FileName, upload.Files[0].Length));
    }

    private static string Id(JsonObject json) => (string)json["conversation_id"]!;
}

using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.TestSupport;
using Xunit;

namespace Dify.Simulator.Tests;

/// <summary>What can be done with conversations and messages once they are there: every answer as the description has it.</summary>
public sealed class MessageRouteTests
{
    private static readonly SimulatedVariable[] Variables =
    [
        new("mood", "string", "calm", "How it feels."), new("list", "array[number]", new JsonArray(1, 2)), new("awake", "boolean", true),
    ];

    [ContractFact]
    public async Task A_conversation_is_renamed_and_deleted()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        var (conversation, message) = await BeginAsync(api, app);
        await api.PostAsync($"/messages/{message}/feedbacks", app, new JsonObject { ["user"] = "ann", ["rating"] = "like" });
        var renamed = await api.PostAsync(
            $"/conversations/{conversation}/name",
            app,
            new JsonObject { ["user"] = "ann", ["name"] = "New" }
        );
        await description.CheckAsync("post", "/conversations/{conversation_id}/name", renamed);
        Assert.Equal("New", (string?)renamed["name"]);
        var automatic = await api.PostAsync(
            $"/conversations/{conversation}/name",
            app,
            new JsonObject { ["user"] = "ann", ["auto_generate"] = true }
        );
        Assert.Equal("hi", (string?)automatic["name"]);
        await api.PostAsync($"/conversations/{conversation}/name", app, new JsonObject { ["user"] = "ann" }, HttpStatusCode.BadRequest);
        await api.PostAsync(
            $"/conversations/{conversation}/name",
            app,
            new JsonObject { ["user"] = "bob", ["name"] = "x" },
            HttpStatusCode.NotFound
        );
        using (
            var refused = await api.SendAsync(HttpMethod.Delete, $"/conversations/{conversation}", app, new JsonObject { ["user"] = "bob" })
        )
        {
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        using var deleted = await api.SendAsync(
            HttpMethod.Delete,
            $"/conversations/{conversation}",
            app,
            new JsonObject { ["user"] = "ann" }
        );
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty((await api.GetAsync("/conversations?user=ann", app))["data"]!.AsArray());
        Assert.Empty((await api.GetAsync("/app/feedbacks", app))["data"]!.AsArray());
        await api.GetAsync($"/messages?conversation_id={conversation}&user=ann", app, HttpStatusCode.NotFound);
    }

    [ContractFact]
    public async Task Variables_keep_their_type()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp(mode: "advanced-chat");
        app.ConversationVariables = Variables;
        var path = $"/conversations/{(await BeginAsync(api, app)).Conversation}/variables";
        var all = await api.GetAsync(path + "?user=ann", app);
        await description.CheckAsync("get", "/conversations/{conversation_id}/variables", all);
        await description.CheckAsync("ConversationVariableItem", all["data"]![1]!.AsObject());
        Assert.Equal(["calm", "[1,2]", "true"], all["data"]!.AsArray().Select(one => (string?)one!["value"]));
        var id = (string)all["data"]![1]!["id"]!;
        var changed = await Api.ReadAsync(
            await api.SendAsync(HttpMethod.Put, $"{path}/{id}", app, new JsonObject { ["user"] = "ann", ["value"] = new JsonArray(3) })
        );
        await description.CheckAsync("put", "/conversations/{conversation_id}/variables/{variable_id}", changed);
        Assert.Equal("[3]", (string?)changed["value"]);
        Assert.Equal(
            "[3]",
            (string?)Assert.Single((await api.GetAsync(path + "?user=ann&variable_name=list", app))["data"]!.AsArray())!["value"]
        );
        var page = await api.GetAsync($"{path}?user=ann&limit=1&last_id={id}", app);
        Assert.Equal(("awake", false), ((string?)page["data"]![0]!["name"], (bool?)page["has_more"]));

        foreach (JsonNode? value in new JsonNode?[] { "3", new JsonArray("3"), null, 3 })
        {
            var error = await Api.ReadAsync(
                await api.SendAsync(HttpMethod.Put, $"{path}/{id}", app, new JsonObject { ["user"] = "ann", ["value"] = value }),
                HttpStatusCode.BadRequest
            );
            Assert.StartsWith(
                "Type mismatch: variable 'list' expects array[number], but got",
                (string?)error["message"],
                StringComparison.Ordinal
            );
        }

        await Api.ReadAsync(
            await api.SendAsync(HttpMethod.Put, $"{path}/{id}", app, new JsonObject { ["user"] = "ann" }),
            HttpStatusCode.BadRequest
        );
        await Api.ReadAsync(
            await api.SendAsync(HttpMethod.Put, $"{path}/{Guid.NewGuid()}", app, new JsonObject { ["user"] = "ann", ["value"] = 1 }),
            HttpStatusCode.NotFound
        );
        await api.GetAsync($"{path}?user=ann&last_id={Guid.NewGuid()}", app, HttpStatusCode.BadRequest);
        await api.GetAsync($"{path}?user=bob", app, HttpStatusCode.NotFound);
    }

    [Fact]
    public void A_variable_is_declared_with_a_value_of_its_type()
    {
        Assert.Throws<ArgumentException>(() => new SimulatedVariable("n", "number", "5"));
        Assert.Throws<ArgumentException>(() => new SimulatedVariable("n", "text", "5"));
        Assert.Throws<ArgumentException>(() => new SimulatedVariable("n", "array[string]", new JsonArray(1)));
    }

    [ContractFact]
    public async Task Feedback_of_end_users_and_admins()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        var (conversation, message) = await BeginAsync(api, app);
        var path = $"/messages/{message}/feedbacks";
        await api.PostAsync(path, app, new JsonObject { ["user"] = "ann", ["rating"] = null }, HttpStatusCode.BadRequest);
        await description.CheckAsync(
            "post",
            "/messages/{message_id}/feedbacks",
            await api.PostAsync(
                path,
                app,
                new JsonObject
                {
                    ["user"] = "ann",
                    ["rating"] = "like",
                    ["content"] = "Good.",
                }
            )
        );
        await api.PostAsync(path, app, new JsonObject { ["user"] = "ann", ["rating"] = "dislike" });
        app.AddAdminFeedback(Guid.Parse(message), "ann", "like");
        var all = await api.GetAsync("/app/feedbacks", app);
        await description.CheckAsync("get", "/app/feedbacks", all);
        Assert.All(
            await Task.WhenAll(
                all["data"]!
                    .AsArray()
                    .Select(async one =>
                    {
                        await description.CheckAsync("FeedbackItem", one!.AsObject());
                        return (string?)one["conversation_id"];
                    })
            ),
            id => Assert.Equal(conversation, id)
        );
        Assert.Equal(
            [("admin", "like"), ("user", "dislike")],
            all["data"]!.AsArray().Select(one => ((string)one!["from_source"]!, (string)one["rating"]!))
        );
        Assert.Equal(
            "user",
            (string?)Assert.Single((await api.GetAsync("/app/feedbacks?page=2&limit=1", app))["data"]!.AsArray())!["from_source"]
        );
        var messages = await api.GetAsync($"/messages?conversation_id={conversation}&user=ann", app);
        Assert.Equal("dislike", (string?)messages["data"]![0]!["feedback"]!["rating"]);
        await api.PostAsync(path, app, new JsonObject { ["user"] = "ann", ["rating"] = null });
        Assert.Single((await api.GetAsync("/app/feedbacks", app))["data"]!.AsArray());

        await api.PostAsync(path, app, new JsonObject { ["rating"] = "like" }, HttpStatusCode.BadRequest);
        await api.PostAsync(path, app, new JsonObject { ["user"] = "ann", ["rating"] = "love" }, HttpStatusCode.BadRequest);
        await api.PostAsync(path, app, new JsonObject { ["user"] = "bob", ["rating"] = "like" }, HttpStatusCode.NotFound);
        await api.GetAsync("/app/feedbacks?limit=102", app, HttpStatusCode.BadRequest);
    }

    [ContractFact]
    public async Task Suggestions_come_when_they_are_switched_on()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp(script: new ChatScript { SuggestedQuestions = ["Why?"] });
        var path = $"/messages/{(await BeginAsync(api, app)).Message}/suggested";
        Assert.Equal("bad_request", (string?)(await api.GetAsync(path + "?user=ann", app, HttpStatusCode.BadRequest))["code"]);
        app.Parameters["suggested_questions_after_answer"]!["enabled"] = true;
        var found = await api.GetAsync(path + "?user=ann", app);
        await description.CheckAsync("get", "/messages/{message_id}/suggested", found);
        Assert.Equal("Why?", (string?)Assert.Single(found["data"]!.AsArray()));
        await api.GetAsync(path, app, HttpStatusCode.BadRequest);
        await api.GetAsync(path + "?user=bob", app, HttpStatusCode.NotFound);
    }

    [ContractFact]
    public async Task End_users_are_known_by_id_within_their_app()
    {
        var description = Description.Get();
        await using var api = await Api.StartAsync();
        var app = api.AddApp();
        var (_, message) = await BeginAsync(api, app);
        await api.PostAsync($"/messages/{message}/feedbacks", app, new JsonObject { ["user"] = "ann", ["rating"] = "like" });
        var id = (string?)(await api.GetAsync("/app/feedbacks", app))["data"]![0]!["from_end_user_id"];
        var user = await api.GetAsync($"/end-users/{id}", app);
        await description.CheckAsync("get", "/end-users/{end_user_id}", user);
        Assert.Equal("ann", (string?)user["external_user_id"]);
        var error = await api.GetAsync($"/end-users/{id}", api.AddApp("dog"), HttpStatusCode.NotFound);
        Assert.Equal("end_user_not_found", (string?)error["code"]);
    }

    [Theory]
    [InlineData("agent", "GET", "/app/feedbacks")]
    [InlineData("agent", "GET", "/conversations/x/variables")]
    [InlineData("workflow", "GET", "/app/feedbacks")]
    [InlineData("workflow", "GET", "/messages/x/suggested?user=ann")]
    [InlineData("completion", "DELETE", "/conversations/x")]
    public async Task Other_modes_are_refused(string mode, string method, string path)
    {
        await using var api = await Api.StartAsync();
        var error = await Api.ReadAsync(
            await api.SendAsync(new HttpMethod(method), path, api.AddApp(mode: mode)),
            HttpStatusCode.BadRequest
        );
        Assert.Equal("not_chat_app", (string?)error["code"]);
    }

    [Fact]
    public async Task Another_process_declares_variables_and_suggestions()
    {
        await using var api = await Api.StartAsync();
        using var http = new HttpClient();
        var order =
            """{"name":"cat","conversationVariables":[{"name":"mood","type":"string","value":"calm"}],"script":{"suggestedQuestions":["Why?"]}}""";
        using var created = await http.PostAsync(
            new Uri(api.Host.BaseUri, "/_simulator/apps"),
            Api.Json(order),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var app = api.State.App("cat")!;
        Assert.Equal("mood", Assert.Single(app.ConversationVariables).Name);
        Assert.Equal(["Why?"], app.Script.SuggestedQuestions);
    }

    private static async Task<(string Conversation, string Message)> BeginAsync(Api api, SimulatedApp app)
    {
        var first = (await api.ChatAsync(app))[0];
        return ((string)first["conversation_id"]!, (string)first["message_id"]!);
    }
}

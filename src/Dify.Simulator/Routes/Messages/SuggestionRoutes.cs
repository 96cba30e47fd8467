using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes.Messages;

/// <summary>What to ask after an answer.</summary>
internal static class SuggestionRoutes
{
    public static void Add(RouteMap map) => map.Chat("GET", "/messages/{message_id}/suggested", ListAsync);

    /// <summary>The message that the path names, if that end user got it.</summary>
    public static (Guid ConversationId, Message Message) Find(ApiCall call, SimulatedApp app, string user) =>
        (call.SegmentId("message_id") is { } id ? app.FindMessage(id, user) : null) ?? throw DifyError.NotFound("Message Not Exists.");

    private static Task ListAsync(ApiCall call, SimulatedApp app)
    {
        var user = call.Query("user").Text("user");
        Find(call, app, user);
        if ((bool?)app.Parameters["suggested_questions_after_answer"]?["enabled"] != true)
            throw DifyError.BadRequest("Suggested Questions Is Disabled.");

        return call.ReplyAsync(new JsonObject
        {
            ["result"] = "success",
            ["data"] = new JsonArray([.. app.Script.SuggestedQuestions.Select(question => (JsonNode)question)]),
        });
    }
}

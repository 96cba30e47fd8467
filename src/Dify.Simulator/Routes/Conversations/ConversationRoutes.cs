using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes.Chat;
using Dify.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Routes.Conversations;

/// <summary>Conversations and what was said in them.</summary>
internal static class ConversationRoutes
{
    public static void Add(RouteMap map)
    {
        map.Chat("GET", "/conversations", ListAsync);
        map.Chat("GET", "/messages", HistoryAsync);
        map.Chat("POST", "/conversations/{conversation_id}/name", RenameAsync);
        map.Chat("DELETE", "/conversations/{conversation_id}", DeleteAsync);
        VariableRoutes.Add(map);
    }

    /// <summary>The conversation that the path names, if it is that end user's.</summary>
    public static Conversation Find(ApiCall call, SimulatedApp app, string user) =>
        (call.SegmentId("conversation_id") is { } id ? app.Conversations.Find(id, user) : null)
        ?? throw DifyError.NotFound("Conversation Not Exists.");

    private static Task ListAsync(ApiCall call, SimulatedApp app)
    {
        var query = call.Query("user", "last_id", "limit", "sort_by");
        var limit = query.Number("limit", 20, 1, 100);
        var all = Sort(
            app.Conversations.Of(query.User()),
            query.OneOf("sort_by", "-updated_at", "created_at", "-created_at", "updated_at", "-updated_at")
        );
        return call.ReplyAsync(
            PagedReply.After(
                all,
                query.OptionalId("last_id"),
                limit,
                static one => one.Id,
                ConversationJson.Of,
                DifyError.NotFound("Last Conversation Not Exists.")
            )
        );
    }

    private static Task HistoryAsync(ApiCall call, SimulatedApp app)
    {
        var query = call.Query("conversation_id", "user", "first_id", "limit");
        var id = query.Id("conversation_id");
        var limit = query.Number("limit", 20, 1, 100);
        var conversation = app.Conversations.Find(id, query.User()) ?? throw DifyError.NotFound("Conversation Not Exists.");
        return call.ReplyAsync(PagedReply.After(
            [.. conversation.Messages.Reverse()],
            query.OptionalId("first_id"),
            limit,
            static one => one.Id,
            message => MessageJson.Of(call, app, conversation, message),
            DifyError.NotFound("First Message Not Exists.")));
    }

    private static Task RenameAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var body = call.Body("name", "auto_generate", "user");
        var conversation = Find(call, app, body.User());
        var name = body.Flag("auto_generate", false)
            ? ChatRoutes.NameFor(conversation.Messages.FirstOrDefault()?.Query ?? throw DifyError.InvalidParam(""))
            : body.Text("name");
        conversation.Rename(name, call.State.Now());
        return call.ReplyAsync(ConversationJson.Of(conversation));
    }

    private static Task DeleteAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var conversation = Find(call, app, call.Body("user").User());
        app.Conversations.Remove(conversation.Id);
        app.Feedback.Forget(conversation.Id);
        call.Context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    // Seconds are coarse: those of the same second stay in the order they were begun.
    private static List<Conversation> Sort(IReadOnlyList<Conversation> conversations, string by)
    {
        Func<Conversation, long> key = by.EndsWith("updated_at", StringComparison.Ordinal)
            ? static one => one.UpdatedAt
            : static one => one.CreatedAt;
        return by.StartsWith('-') ? [.. conversations.Reverse().OrderByDescending(key)] : [.. conversations.OrderBy(key)];
    }
}

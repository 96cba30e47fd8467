using System;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes.Messages;

/// <summary>What people think of answers.</summary>
internal static class FeedbackRoutes
{
    public static void Add(RouteMap map)
    {
        map.Messages("POST", "/messages/{message_id}/feedbacks", SendAsync);
        map.Messages("GET", "/app/feedbacks", ListAsync);
    }

    private static Task SendAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var body = call.Body("rating", "user", "content");
        var user = body.Text("user");
        var rating = body.OneOfOrNull("rating", "like", "dislike");
        var content = body.OptionalText("content");
        var (conversation, message) = SuggestionRoutes.Find(call, app, user);
        if (rating is not null)
            app.Feedback.Put(conversation, message.Id, rating, content, app.EndUsers.IdOf(user));
        else if (!app.Feedback.Withdraw(message.Id))
            throw DifyError.InvalidParam("rating cannot be None when feedback not exists");

        return call.SucceedAsync();
    }

    private static Task ListAsync(ApiCall call, SimulatedApp app)
    {
        var query = call.Query("page", "limit");
        var page = query.Number("page", 1, 1, int.MaxValue);
        var limit = query.Number("limit", 20, 1, 101);
        return call.ReplyAsync(PagedReply.OfBarePage(app.Feedback.NewestFirst, page, limit, item => Item(app, item)));
    }

    private static JsonObject Item(SimulatedApp app, Feedback feedback) => new()
    {
        ["id"] = feedback.Id.ToString(),
        ["app_id"] = app.Id.ToString(),
        ["conversation_id"] = feedback.ConversationId.ToString(),
        ["message_id"] = feedback.MessageId.ToString(),
        ["rating"] = feedback.Rating,
        ["content"] = feedback.Content,
        ["from_source"] = feedback.EndUserId is null ? "admin" : "user",
        ["from_end_user_id"] = feedback.EndUserId?.ToString(),
        ["from_account_id"] = feedback.AccountId?.ToString(),
        ["created_at"] = Time(feedback.CreatedAt),
        ["updated_at"] = Time(feedback.UpdatedAt),
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes.Conversations;

/// <summary>The variables of a conversation.</summary>
internal static class VariableRoutes
{
    public static void Add(RouteMap map)
    {
        map.ChatButNewAgent("GET", "/conversations/{conversation_id}/variables", ListAsync);
        map.ChatButNewAgent("PUT", "/conversations/{conversation_id}/variables/{variable_id}", SetAsync);
    }

    private static Task ListAsync(ApiCall call, SimulatedApp app)
    {
        var query = call.Query("user", "last_id", "limit", "variable_name");
        var limit = query.Number("limit", 20, 1, 100);
        var name = query.OptionalText("variable_name");
        if (name is not null && name.Length is 0 or > 255)
            throw DifyError.InvalidParam("variable_name must have from 1 to 255 characters.");

        var all = ConversationRoutes
            .Find(call, app, query.User())
            .Variables.Where(variable => name is null || variable.Name == name)
            .ToList();
        return call.ReplyAsync(
            PagedReply.After(all, query.OptionalId("last_id"), limit, static one => one.Id, ConversationJson.Of, DifyError.InvalidParam(""))
        );
    }

    private static Task SetAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var body = call.Body("value", "user");
        var value = body.Any("value");
        var conversation = ConversationRoutes.Find(call, app, body.User());
        var variable = call.SegmentId("variable_id") is { } id ? conversation.Variables.FirstOrDefault(one => one.Id == id) : null;
        if (variable is null)
            throw DifyError.NotFound("Conversation Variable Not Exists.");

        if (!ConversationVariable.Fits(variable.Type, value))
        {
            throw DifyError.BadRequest(
                $"Type mismatch: variable '{variable.Name}' expects {variable.Type}, but got {ConversationVariable.TypeOf(value)} type"
            );
        }

        variable.Set(value, call.State.Now());
        return call.ReplyAsync(ConversationJson.Of(variable));
    }
}

using System.Text.Json.Nodes;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes.Conversations;

/// <summary>Conversations and their variables as lists give them.</summary>
internal static class ConversationJson
{
    public static JsonObject Of(Conversation conversation) => new()
    {
        ["id"] = conversation.Id.ToString(),
        ["name"] = conversation.Name,
        ["inputs"] = conversation.Inputs.DeepClone(),
        ["status"] = "normal",
        ["introduction"] = conversation.Introduction,
        ["created_at"] = conversation.CreatedAt,
        ["updated_at"] = conversation.UpdatedAt,
    };

    // Every value is text: that of a complex type, JSON.
    public static JsonObject Of(ConversationVariable variable) => new()
    {
        ["id"] = variable.Id.ToString(),
        ["name"] = variable.Name,
        ["value_type"] = variable.Type,
        ["value"] = variable.Type is "string" or "secret" ? (string?)variable.Value : variable.Value?.ToJsonString() ?? "null",
        ["description"] = variable.Description,
        ["created_at"] = variable.CreatedAt,
        ["updated_at"] = variable.UpdatedAt,
    };
}

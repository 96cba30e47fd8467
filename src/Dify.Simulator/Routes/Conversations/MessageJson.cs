using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Dify.Simulator.Routes.Files;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes.Conversations;

/// <summary>A message as the history gives it.</summary>
internal static class MessageJson
{
    public static JsonObject Of(ApiCall call, SimulatedApp app, Conversation conversation, Message message)
    {
        var prompt = (int?)message.Usage["prompt_tokens"] ?? 0;
        var completion = (int?)message.Usage["completion_tokens"] ?? 0;
        var rating = app.Feedback.RatingOf(message.Id);
        return new JsonObject
        {
            ["id"] = message.Id.ToString(),
            ["conversation_id"] = conversation.Id.ToString(),
            ["parent_message_id"] = message.ParentId?.ToString(),
            ["inputs"] = message.Inputs.DeepClone(),
            ["query"] = message.Query,
            ["answer"] = message.Answer,
            ["status"] = message.Error is null ? "normal" : "error",
            ["error"] = message.Error,
            ["message_files"] = Array(message.Files.Concat(message.AnswerFiles).Select(file => WithUrl(call, file))),
            ["feedback"] = rating is null ? null : new JsonObject { ["rating"] = rating },
            ["retriever_resources"] = Array(message.Resources),
            ["agent_thoughts"] = Array(message.Thoughts),
            ["created_at"] = message.CreatedAt,
            ["extra_contents"] = new JsonArray(),
            ["message_tokens"] = prompt,
            ["answer_tokens"] = completion,
            ["total_tokens"] = prompt + completion,
            ["provider_response_latency"] = (double?)message.Usage["latency"] ?? 0,
            ["total_price"] = (string?)message.Usage["total_price"],
            ["currency"] = (string?)message.Usage["currency"],
        };
    }

    private static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items.Select(item => item.DeepClone())]);

    private static JsonObject WithUrl(ApiCall call, JsonObject file)
    {
        if (file["url"] is not null || file["upload_file_id"] is null)
            return file;

        var copy = file.DeepClone().AsObject();
        copy["url"] = FileRoutes.PreviewUrl(call, (string)file["upload_file_id"]!);
        return copy;
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>What comes with an answer, as Dify's JSON. What is made is kept with the message.</summary>
internal static class AnswerParts
{
    public static JsonObject FileEvent(SimulatedRun run, SimulatedFile file)
    {
        var id = Guid.NewGuid().ToString();
        run.AddFile(new JsonObject
        {
            ["id"] = id,
            ["filename"] = Path.GetFileName(new Uri(file.Url).AbsolutePath),
            ["type"] = file.Type,
            ["url"] = file.Url,
            ["mime_type"] = null,
            ["size"] = null,
            ["transfer_method"] = "tool_file",
            ["belongs_to"] = "assistant",
            ["upload_file_id"] = null,
        });
        return new JsonObject { ["id"] = id, ["type"] = file.Type, ["belongs_to"] = "assistant", ["url"] = file.Url };
    }

    public static JsonObject ThoughtEvent(SimulatedRun run, SimulatedThought thought, int position)
    {
        var id = Guid.NewGuid().ToString();
        run.Message!.Thoughts =
        [
            .. run.Message.Thoughts,
            new JsonObject
            {
                ["id"] = id,
                ["chain_id"] = null,
                ["message_id"] = run.MessageId.ToString(),
                ["position"] = position,
                ["thought"] = thought.Thought,
                ["tool"] = thought.Tool,
                ["tool_labels"] = new JsonObject(),
                ["tool_input"] = thought.ToolInput,
                ["observation"] = thought.Observation,
                ["files"] = new JsonArray(),
                ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
            },
        ];
        return new JsonObject
        {
            ["id"] = id,
            ["position"] = position,
            ["thought"] = thought.Thought,
            ["observation"] = thought.Observation,
            ["tool"] = thought.Tool,
            ["tool_input"] = thought.ToolInput,
            ["message_files"] = new JsonArray(),
        };
    }

    public static IReadOnlyList<JsonObject> Resources(SimulatedRun run) =>
    [
        .. run.Script.Citations.Select((citation, index) => new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["message_id"] = run.MessageId.ToString(),
            ["position"] = index + 1,
            ["dataset_id"] = Guid.NewGuid().ToString(),
            ["dataset_name"] = citation.Dataset,
            ["document_id"] = Guid.NewGuid().ToString(),
            ["document_name"] = citation.Document,
            ["data_source_type"] = "upload_file",
            ["segment_id"] = Guid.NewGuid().ToString(),
            ["score"] = citation.Score,
            ["hit_count"] = 1,
            ["word_count"] = Usage.PromptTokens(citation.Content),
            ["segment_position"] = 1,
            ["index_node_hash"] = "0123456789abcdef",
            ["content"] = citation.Content,
            ["summary"] = null,
            ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
        }),
    ];
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Scripts;

/// <summary>What an app says, in chunks.</summary>
internal static class AnswerText
{
    private const string MemoryQuestion = "what did I say";

    public static IEnumerable<string> Chunks(SimulatedRun run) =>
        run.Script.Events > 0 ? Enumerable.Repeat(run.Script.EventText, run.Script.Events) : Words(Whole(run));

    private static string Whole(SimulatedRun run) =>
        run.App.AnnotatedAnswer(run.Query)
        ?? run.Script.Reply?.Invoke(run)
        ?? run.Script.Answer
        ?? (run is { Message: null, Script.Outputs: not null } ? "" : Echo(run));

    /// <summary>What is asked, as text: the inputs, and the words if there are some.</summary>
    public static string Asked(SimulatedRun run)
    {
        var parts = run.Inputs.Select(input => $"{input.Key}={Shown(input.Value)}").ToList();
        return string.Join(", ", run.Query.Length > 0 ? [.. parts, $"query='{run.Query}'"] : parts);
    }

    private static string Echo(SimulatedRun run)
    {
        if (run.Conversation is null)
            return $"{run.App.Name} here: {(Asked(run) is { Length: > 0 } asked ? asked : "nothing")}";

        if (!run.Query.Contains(MemoryQuestion, StringComparison.OrdinalIgnoreCase))
            return $"{run.App.Name} here: you said '{run.Query}'";

        var earlier = run.Conversation.Messages.Where(message => message != run.Message).Select(message => $"'{message.Query}'").ToList();
        return $"{run.App.Name} here: you said before: {(earlier.Count == 0 ? "nothing" : string.Join(", ", earlier))}";
    }

    // A file is told by its type: an id is another every time.
    private static string Shown(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray items => $"[{string.Join(", ", items.Select(Shown))}]",
        JsonObject file when file["transfer_method"] is not null => $"({file["type"]})",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => $"'{text}'",
        _ => value.ToJsonString(),
    };

    /// <summary>Words, each with the white space before it; together they are the text.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if (char.IsWhiteSpace(text[at]) && !char.IsWhiteSpace(text[at - 1]))
            {
                yield return text[start..at];
                start = at;
            }
        }

        if (start < text.Length)
            yield return text[start..];
    }
}

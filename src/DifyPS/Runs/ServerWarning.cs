using System.Text.Json;
using Dify.Client.Streaming;
using DifyPS.Common;

namespace DifyPS.Runs;

/// <summary>What Dify warns of before a run: newer servers begin a stream so when something in the request is out of date.</summary>
internal static class ServerWarning
{
    private const int Longest = 500;

    /// <summary>The warning in a line; null when the event is none.</summary>
    public static string? Of(DifyEvent e)
    {
        if (e.Event != "warning")
            return null;
        var said = Field(e.Json, "warning");
        var text = said is { ValueKind: JsonValueKind.Object } ? Field(said.Value, "message") ?? said : said ?? Field(e.Json, "message");
        return text switch
        {
            { ValueKind: JsonValueKind.String } => DisplayFormat.Short(text.Value.GetString()!, Longest),
            { ValueKind: JsonValueKind.Object or JsonValueKind.Array } => DisplayFormat.Short(text.Value.GetRawText(), Longest),
            _ => null,
        };
    }

    private static JsonElement? Field(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;
}

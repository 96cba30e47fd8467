using System.Linq;
using System.Text.Json;

namespace Dify.Client.Transport;

/// <summary>What the JSON of an error says to people: under whichever name, and in whichever shape, servers and gateways put it.</summary>
internal static class ErrorWords
{
    private static readonly string[] Names = ["message", "detail", "error", "title", "msg"];

    /// <summary>The words; null when there are none.</summary>
    public static string? Find(JsonElement root) =>
        root.ValueKind != JsonValueKind.Object
            ? null
            : Names
                .Select(name => root.TryGetProperty(name, out var value) ? Of(value) : null)
                .FirstOrDefault(static words => words is not null);

    private static string? Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            // FastAPI's list of what is wrong with a request: [{"loc": ["body", "query"], "msg": "Field required", ...}].
            JsonValueKind.Array when value.GetArrayLength() > 0 => string.Join(
                "; ",
                value.EnumerateArray().Select(static item => Place(item) ?? item.ToString())
            ),
            JsonValueKind.Array => null,
            JsonValueKind.Object => value.GetRawText(),
            _ => null,
        };

    private static string? Place(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("msg", out var said) || said.ValueKind != JsonValueKind.String)
            return null;

        return item.TryGetProperty("loc", out var place) && place.ValueKind == JsonValueKind.Array && place.GetArrayLength() > 0
            ? string.Join(".", place.EnumerateArray()) + ": " + said.GetString()
            : said.GetString();
    }
}

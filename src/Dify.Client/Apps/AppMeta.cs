using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Apps;

/// <summary>What <c>GET /meta</c> answers.</summary>
public sealed class AppMeta
{
    /// <summary>The icons by the tools' names.</summary>
    public IReadOnlyDictionary<string, ToolIcon> ToolIcons { get; private init; } = new Dictionary<string, ToolIcon>();

    /// <summary>The whole answer.</summary>
    public JsonElement Json { get; private init; }

    internal static AppMeta From(JsonElement json)
    {
        var icons = new Dictionary<string, ToolIcon>();
        if (
            json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("tool_icons", out var all)
            && all.ValueKind == JsonValueKind.Object
        )
        {
            foreach (var icon in all.EnumerateObject())
            {
                icons[HarmlessText.Of(icon.Name)] = icon.Value.ValueKind switch
                {
                    JsonValueKind.String => new ToolIcon { Url = HarmlessText.Of(icon.Value.GetString()) },
                    JsonValueKind.Object => icon.Value.Deserialize(AppJson.Default.ToolIcon)!,
                    _ => new ToolIcon(),
                };
            }
        }

        return new AppMeta { ToolIcons = icons, Json = json };
    }
}

/// <summary>A tool's icon: an image's address, or an emoji on a background.</summary>
public sealed class ToolIcon
{
    /// <summary>The image's address.</summary>
    [JsonIgnore]
    public string? Url { get; init; }

    /// <summary>The background's colour, hexadecimal.</summary>
    public string? Background { get; init; }

    /// <summary>The emoji.</summary>
    public string? Content { get; init; }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Apps;

/// <summary>The looks of an app's own web page: what <c>GET /site</c> answers.</summary>
public sealed class SiteSettings
{
    /// <summary>The page's title.</summary>
    [JsonInclude]
    public string? Title { get; internal set; }

    /// <summary>The colour of the chat.</summary>
    [JsonInclude]
    public string? ChatColorTheme { get; internal set; }

    /// <summary>Whether that colour is inverted.</summary>
    [JsonInclude]
    public bool? ChatColorThemeInverted { get; internal set; }

    /// <summary><c>emoji</c> or <c>image</c>.</summary>
    [JsonInclude]
    public string? IconType { get; internal set; }

    /// <summary>The emoji, or the image's id.</summary>
    [JsonInclude]
    public string? Icon { get; internal set; }

    /// <summary>The icon's background colour.</summary>
    [JsonInclude]
    public string? IconBackground { get; internal set; }

    /// <summary>The image's address.</summary>
    [JsonInclude]
    public string? IconUrl { get; internal set; }

    /// <summary>The description.</summary>
    [JsonInclude]
    public string? Description { get; internal set; }

    /// <summary>Whose the page is.</summary>
    [JsonInclude]
    public string? Copyright { get; internal set; }

    /// <summary>The address of the privacy policy.</summary>
    [JsonInclude]
    public string? PrivacyPolicy { get; internal set; }

    /// <summary>What the empty message box shows.</summary>
    [JsonInclude]
    public string? InputPlaceholder { get; internal set; }

    /// <summary>The disclaimer.</summary>
    [JsonInclude]
    public string? CustomDisclaimer { get; internal set; }

    /// <summary>The language the page begins in.</summary>
    [JsonInclude]
    public string? DefaultLanguage { get; internal set; }

    /// <summary>Whether the steps of a workflow are shown.</summary>
    [JsonInclude]
    public bool? ShowWorkflowSteps { get; internal set; }

    /// <summary>Whether the icon stands beside answers.</summary>
    [JsonInclude]
    public bool? UseIconAsAnswerIcon { get; internal set; }

    /// <summary>The whole answer.</summary>
    [JsonIgnore]
    public JsonElement Json { get; private set; }

    internal static SiteSettings From(JsonElement json)
    {
        var settings = (json.ValueKind == JsonValueKind.Object ? json.Deserialize(DifyJson.Default.SiteSettings) : null) ?? new SiteSettings();
        settings.Json = json;
        return settings;
    }
}

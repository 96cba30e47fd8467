using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dify.Client.Apps;

/// <summary>The looks of an app's own web page: what <c>GET /site</c> answers.</summary>
public sealed class SiteSettings
{
    /// <summary>The page's title.</summary>
    public string? Title { get; init; }

    /// <summary>The colour of the chat.</summary>
    public string? ChatColorTheme { get; init; }

    /// <summary>Whether that colour is inverted.</summary>
    public bool? ChatColorThemeInverted { get; init; }

    /// <summary><c>emoji</c> or <c>image</c>.</summary>
    public string? IconType { get; init; }

    /// <summary>The emoji, or the image's id.</summary>
    public string? Icon { get; init; }

    /// <summary>The icon's background colour.</summary>
    public string? IconBackground { get; init; }

    /// <summary>The image's address.</summary>
    public string? IconUrl { get; init; }

    /// <summary>The description.</summary>
    public string? Description { get; init; }

    /// <summary>Whose the page is.</summary>
    public string? Copyright { get; init; }

    /// <summary>The address of the privacy policy.</summary>
    public string? PrivacyPolicy { get; init; }

    /// <summary>What the empty message box shows.</summary>
    public string? InputPlaceholder { get; init; }

    /// <summary>The disclaimer.</summary>
    public string? CustomDisclaimer { get; init; }

    /// <summary>The language the page begins in.</summary>
    public string? DefaultLanguage { get; init; }

    /// <summary>Whether the steps of a workflow are shown.</summary>
    public bool? ShowWorkflowSteps { get; init; }

    /// <summary>Whether the icon stands beside answers.</summary>
    public bool? UseIconAsAnswerIcon { get; init; }

    /// <summary>The whole answer.</summary>
    [JsonIgnore]
    public JsonElement Json { get; private set; }

    internal static SiteSettings From(JsonElement json)
    {
        var settings = (json.ValueKind == JsonValueKind.Object ? json.Deserialize(AppJson.Default.SiteSettings) : null)
            ?? new SiteSettings();
        settings.Json = json;
        return settings;
    }
}

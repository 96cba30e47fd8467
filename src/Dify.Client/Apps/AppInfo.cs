using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Dify.Client.Apps;

/// <summary>An app, as it tells of itself.</summary>
public sealed class AppInfo
{
    /// <summary>Its name.</summary>
    [JsonInclude]
    public string Name { get => field ?? string.Empty; internal set; }

    /// <summary>Its description.</summary>
    [JsonInclude]
    public string Description { get => field ?? string.Empty; internal set; }

    /// <summary>Its tags.</summary>
    [JsonInclude]
    public IReadOnlyList<string> Tags { get => field ?? []; internal set; }

    /// <summary>Its mode, one of <see cref="AppMode"/>'s or one this library does not know yet.</summary>
    [JsonInclude]
    public string Mode { get => field ?? string.Empty; internal set; }

    /// <summary>Its author's name.</summary>
    [JsonInclude]
    public string AuthorName { get => field ?? string.Empty; internal set; }
}

using System.Collections.Generic;
using System.Text.Json;
using Dify.Client.Transport;

namespace Dify.Client.Apps;

/// <summary>An app, as it tells of itself.</summary>
public sealed class AppInfo
{
    /// <summary>Its name.</summary>
    public string Name { get => field ?? string.Empty; init; }

    /// <summary>Its description.</summary>
    public string Description { get => field ?? string.Empty; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get => field ?? []; init; }

    /// <summary>Its mode, one of <see cref="AppMode"/>'s or one this library does not know yet.</summary>
    public string Mode { get => field ?? string.Empty; init; }

    /// <summary>Its author's name.</summary>
    public string AuthorName { get => field ?? string.Empty; init; }

    // Often the first thing that a process asks for.
    internal static AppInfo? From(JsonElement json) => json.AsObject() is not { } fields ? null : new AppInfo
    {
        Name = fields.Text("name")!,
        Description = fields.Text("description")!,
        Tags = fields.Texts("tags")!,
        Mode = fields.Text("mode")!,
        AuthorName = fields.Text("author_name")!,
    };
}

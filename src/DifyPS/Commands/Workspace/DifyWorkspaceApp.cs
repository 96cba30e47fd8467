using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Workspaces.Apps;
using DifyPS.Common;

namespace DifyPS;

/// <summary>An app of a workspace, whether a name is bound to it here or not.</summary>
public sealed class DifyWorkspaceApp
{
    private const string DetailedType = "DifyPS.DifyWorkspaceApp#Detailed";

    private PSObject? _data;

    /// <summary>The name of the workspace connection, under which it flows to other cmdlets.</summary>
    public string Workspace { get; init; } = string.Empty;

    /// <summary>Dify's own id of the app.</summary>
    public string AppId { get; init; } = string.Empty;

    /// <summary>The app's own name in Dify.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Dify's app mode.</summary>
    public string? Mode { get; init; }

    /// <summary>What is said of it.</summary>
    public string? Description { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init => field = ShownList.Of(value); } = ShownList.Of<string>([]);

    /// <summary>Who made it; null where the server does not tell.</summary>
    public string? Author { get; init; }

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was changed last, local time.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Whether its API is switched on; null where that was not asked.</summary>
    public bool? ApiEnabled { get; init; }

    /// <summary>How many keys it has; null where that was not asked.</summary>
    public int? KeyCount { get; init; }

    /// <summary>The names that this machine knows it by.</summary>
    public IReadOnlyList<string> BoundAs { get; init => field = ShownList.Of(value); } = ShownList.Of<string>([]);

    /// <summary>Everything that Dify said of it, by Dify's own names: fields that this version does not know, too.</summary>
    public PSObject? Data => _data ??= Json.ValueKind == JsonValueKind.Undefined ? null : PowerShellValues.FromJson(Json) as PSObject;

    private JsonElement Json { get; init; }

    internal static DifyWorkspaceApp From(
        string workspace,
        WorkspaceApp app,
        IReadOnlyList<string> boundAs,
        bool? apiEnabled = null,
        int? keyCount = null
    ) =>
        new DifyWorkspaceApp
        {
            Workspace = workspace,
            AppId = app.Id,
            Name = app.Name,
            Mode = app.Mode.Length == 0 ? null : app.Mode,
            Description = app.Description.Length == 0 ? null : app.Description,
            Tags = [.. app.Tags.Select(tag => tag.Name)],
            Author = app.AuthorName,
            CreatedAt = app.CreatedAt?.ToLocalTime(),
            UpdatedAt = app.UpdatedAt?.ToLocalTime(),
            ApiEnabled = apiEnabled ?? app.EnableApi,
            KeyCount = keyCount,
            BoundAs = boundAs,
            Json = app.Json,
        }.Marked();

    /// <summary>Gives the app's own name.</summary>
    public override string ToString() => DisplayFormat.Text(Name);

    // Its own table, as columns that nobody asked for would only be empty.
    private DifyWorkspaceApp Marked()
    {
        if (ApiEnabled is not null || KeyCount is not null)
            PSObject.AsPSObject(this).TypeNames.Insert(0, DetailedType);
        return this;
    }
}

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>An app of a workspace that is to be bound.</summary>
internal sealed record WorkspaceRegistration
{
    public required string Name { get; init; }

    /// <summary>Whether somebody has chosen the name for this app, and it is not made of what the app is called in Dify.</summary>
    public bool IsNameChosen { get; init; }

    public required string AppId { get; init; }
    public string? AppName { get; init; }
    public string? Mode { get; init; }

    /// <summary>What was said beside that; what was not is as the entry of the same app has it, or as the workspace's connection.</summary>
    public GivenSettings Given { get; init; } = new(null, null, null, null);

    public required string Vault { get; init; }
    public required string User { get; init; }
    public bool EnablesApi { get; init; }
    public bool Force { get; init; }
}

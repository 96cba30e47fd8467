namespace Dify.Client.Workspaces.Apps;

/// <summary>What to make an app of. Either <see cref="Content"/> or <see cref="Address"/> is given.</summary>
public sealed record DslImport
{
    /// <summary>The DSL, YAML.</summary>
    public string? Content { get; init; }

    /// <summary>Where the server finds the DSL.</summary>
    public string? Address { get; init; }

    /// <summary>The app to overwrite; a new one is made when null.</summary>
    public string? AppId { get; init; }

    /// <summary>The app's name; the one in the DSL when null.</summary>
    public string? Name { get; init; }

    /// <summary>The app's description; the one in the DSL when null.</summary>
    public string? Description { get; init; }
}

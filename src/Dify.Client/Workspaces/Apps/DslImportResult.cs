using Dify.Client.Paging;

namespace Dify.Client.Workspaces.Apps;

/// <summary>What became of an import.</summary>
public sealed class DslImportResult : DifyResource
{
    /// <summary>
    /// The status of an import that waits for a confirmation, for ten minutes: the DSL is of another version than the server's.
    /// </summary>
    public const string Pending = "pending";

    /// <summary>The status of an import that went well.</summary>
    public const string Completed = "completed";

    /// <summary>The status of an import that went well, mostly.</summary>
    public const string CompletedWithWarnings = "completed-with-warnings";

    /// <summary>The status of an import that failed.</summary>
    public const string Failed = "failed";

    /// <summary>The import.</summary>
    public string Id
    {
        get => field ?? string.Empty;
        init;
    }

    /// <summary>One of the words above.</summary>
    public string Status
    {
        get => field ?? string.Empty;
        init;
    }

    /// <summary>The app that was made or overwritten; null before.</summary>
    public string? AppId { get; init; }

    /// <summary>Its mode.</summary>
    public string? AppMode { get; init; }

    /// <summary>The version of DSL that the server speaks.</summary>
    public string? CurrentDslVersion { get; init; }

    /// <summary>The version of the DSL that was imported.</summary>
    public string? ImportedDslVersion { get; init; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Error
    {
        get => string.IsNullOrEmpty(field) ? null : field;
        init;
    }
}

namespace Dify.Simulator;

/// <summary>How a run stands.</summary>
public static class RunStatus
{
    /// <summary>It is at work.</summary>
    public const string Running = "running";

    /// <summary>It waits for a form.</summary>
    public const string Paused = "paused";

    /// <summary>It ended well.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>It ended with some nodes failed.</summary>
    public const string PartialSucceeded = "partial-succeeded";

    /// <summary>It failed.</summary>
    public const string Failed = "failed";

    /// <summary>It was stopped, or its client went away.</summary>
    public const string Stopped = "stopped";
}

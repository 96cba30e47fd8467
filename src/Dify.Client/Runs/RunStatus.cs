namespace Dify.Client.Runs;

/// <summary>The words that Dify has for how a run, a reply or a step stands. A server may have more.</summary>
public static class RunStatus
{
    /// <summary>It is under way.</summary>
    public const string Running = "running";

    /// <summary>It waits for somebody to fill in a form.</summary>
    public const string Paused = "paused";

    /// <summary>It ended well.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>It ended, and some of its steps failed and were passed over.</summary>
    public const string PartialSucceeded = "partial-succeeded";

    /// <summary>It failed.</summary>
    public const string Failed = "failed";

    /// <summary>A step failed, and the run went on another way.</summary>
    public const string Exception = "exception";

    /// <summary>Somebody stopped it.</summary>
    public const string Stopped = "stopped";

    /// <summary>What came of it does not tell; not a word of Dify's.</summary>
    public const string Incomplete = "incomplete";
}

namespace Dify.Client.Runs;

/// <summary>A node of a workflow's or chatflow's run.</summary>
public sealed class WorkflowStep
{
    internal WorkflowStep()
    {
    }

    /// <summary>The node.</summary>
    public string? NodeId { get; internal set; }

    /// <summary>Its title.</summary>
    public string? Title { get; internal set; }

    /// <summary>Its type, such as <c>llm</c>.</summary>
    public string? Type { get; internal set; }

    /// <summary><c>running</c>, or how it ended.</summary>
    public string? Status { get; internal set; }

    /// <summary>How long it ran, in seconds.</summary>
    public double? ElapsedSeconds { get; internal set; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; internal set; }

    /// <summary>This execution of the node: a node within an iteration has several.</summary>
    internal string? ExecutionId { get; set; }
}

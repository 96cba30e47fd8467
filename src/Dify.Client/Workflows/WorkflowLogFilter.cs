using System;

namespace Dify.Client.Workflows;

/// <summary>Which entries of a workflow log are wanted; what is null leaves all.</summary>
public sealed class WorkflowLogFilter
{
    /// <summary>A word that inputs, outputs or ids have to hold.</summary>
    public string? Keyword { get; init; }

    /// <summary><c>succeeded</c>, <c>failed</c> or <c>stopped</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Only runs begun after this time.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Only runs begun before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only runs of this end user, by what requests named as <c>user</c>.</summary>
    public string? EndUserSessionId { get; init; }

    /// <summary>Only runs of this member of the workspace, by email address.</summary>
    public string? Account { get; init; }
}

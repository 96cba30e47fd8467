using System.Collections.Generic;
using Dify.Client.Files;
using Dify.Client.Runs;
using Dify.Client.Transport;

namespace Dify.Client.Workflows;

/// <summary>A run of a workflow: the body of <c>POST /workflows/run</c>.</summary>
public sealed record WorkflowRequest
{
    /// <summary>Whose run it is: Dify keeps runs and files apart by this.</summary>
    public required string User { get; init; }

    /// <summary>
    /// The workflow's input variables by name. A value is text, a number, a truth value, null, a <see cref="FileReference"/>,
    /// a JSON element or node, or a list or dictionary of these.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? Inputs { get; init; }

    /// <summary>The published version to run (<c>POST /workflows/{workflow_id}/run</c>); null for the latest.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Files that belong to no variable.</summary>
    public IReadOnlyList<FileReference>? Files { get; init; }

    internal ApiRequest ToCall() =>
        RunBody.Post(
            string.IsNullOrEmpty(WorkflowId) ? "/workflows/run" : Route.Of("/workflows/{workflow_id}/run", WorkflowId!),
            User,
            Inputs,
            files: Files
        );
}

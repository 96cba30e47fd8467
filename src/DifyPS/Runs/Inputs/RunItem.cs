using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace DifyPS.Runs.Inputs;

/// <summary>What a person asked of an app.</summary>
/// <param name="Given">The table of -Inputs.</param>
/// <param name="Files">What -File named.</param>
/// <param name="Item">The object from the pipeline that brings inputs.</param>
internal sealed record RunItem(IDictionary? Given, IReadOnlyList<object>? Files = null, PSObject? Item = null)
{
    /// <summary>The end user.</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>The message or the query, beside the inputs.</summary>
    public string? Text { get; init; }

    /// <summary>The conversation that goes on.</summary>
    public string? Conversation { get; init; }

    /// <summary>The published version; the latest when missing.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>What the result names as its input.</summary>
    public object? Origin { get; init; }

    /// <summary>The object with the key for the checkpoint, where it is not the one with the inputs.</summary>
    public PSObject? KeyItem { get; init; }

    public bool HasNoInputs => Given is not { Count: > 0 } && Files is not { Count: > 0 } && Item is null;
}

/// <summary>Where the files go that were given without a variable.</summary>
internal enum UnassignedFiles
{
    /// <summary>With the message, beside the variables.</summary>
    Message,

    /// <summary>Into the app's only file variable, if it has one.</summary>
    Variable,
}

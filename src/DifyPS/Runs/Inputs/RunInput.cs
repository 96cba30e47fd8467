using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;

namespace DifyPS.Runs.Inputs;

/// <summary>What somebody gave a run: by -Inputs, by -File, and by an object from the pipeline.</summary>
internal sealed record RunInput(IDictionary? Given, IReadOnlyList<object>? Files, PSObject? Item)
{
    public bool IsEmpty => Given is not { Count: > 0 } && Files is not { Count: > 0 } && Item is null;
}

/// <summary>Where the files go that were given without a variable.</summary>
internal enum UnassignedFiles
{
    /// <summary>With the message, beside the variables.</summary>
    Message,

    /// <summary>Into the app's only file variable, if it has one.</summary>
    Variable,
}

/// <summary>Files for a variable, or for the message when there is none.</summary>
internal sealed record FileSlot(string? Variable, bool IsList, IReadOnlyList<object> Files);

/// <summary>
/// Inputs held against a form: the values as they can be sent, the files that are to be uploaded first, and what is wrong.
/// </summary>
internal sealed class FilledForm
{
    public Dictionary<string, object?> Values { get; } = new(System.StringComparer.Ordinal);

    public List<FileSlot> Files { get; } = new();

    public List<string> Problems { get; } = new();
}

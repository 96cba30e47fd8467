using System;
using System.Collections.Generic;
using Dify.Client.Files;
using DifyPS.Runs.Files;

namespace DifyPS.Runs.Inputs;

/// <summary>
/// Inputs on their way into a request: held against a form, with their files found and then uploaded, and with all that is wrong.
/// </summary>
internal sealed class FilledForm(AppForm? form = null)
{
    /// <summary>What they are held against; null where nothing was given, and nothing has to be.</summary>
    public AppForm? Form { get; set; } = form;

    /// <summary>The values as they are sent; those of files once they are uploaded.</summary>
    public Dictionary<string, object?> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The files that are to be uploaded first.</summary>
    public List<FileSlot> Files { get; } = new();

    /// <summary>Files that go with the message, once they are uploaded.</summary>
    public List<FileReference> Attached { get; } = new();

    public List<string> Problems { get; } = new();
}

/// <summary>Files for a variable, or for the message when there is none.</summary>
internal sealed class FileSlot(string? variable, bool isList, IReadOnlyList<object> files)
{
    public string? Variable { get; } = variable;

    public bool IsList { get; } = isList;

    /// <summary>What was given.</summary>
    public IReadOnlyList<object> Files { get; } = files;

    /// <summary>What that is, once it was found.</summary>
    public IReadOnlyList<FileSource> Sources { get; set; } = Array.Empty<FileSource>();
}

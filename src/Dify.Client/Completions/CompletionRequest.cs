using System.Collections.Generic;
using Dify.Client.Files;
using Dify.Client.Runs;
using Dify.Client.Transport;

namespace Dify.Client.Completions;

/// <summary>A text to be generated: the body of <c>POST /completion-messages</c>.</summary>
public sealed record CompletionRequest
{
    /// <summary>Who asks: Dify keeps messages and files apart by this.</summary>
    public required string User { get; init; }

    /// <summary>
    /// The app's input variables by name. A value is text, a number, a truth value, null, a <see cref="FileReference"/>,
    /// a JSON element or node, or a list or dictionary of these.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? Inputs { get; init; }

    /// <summary>The text to process, for apps that take it apart from their inputs.</summary>
    public string? Query { get; init; }

    /// <summary>Files that go with it.</summary>
    public IReadOnlyList<FileReference>? Files { get; init; }

    internal ApiRequest ToCall() =>
        RunBody.Post("/completion-messages", User, Inputs, JsonBody.UnlessEmpty(Query), files: Files);
}

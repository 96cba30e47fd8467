using System;
using System.Collections.Generic;
using Dify.Client.Files;
using Dify.Client.Runs;
using Dify.Client.Transport;

namespace Dify.Client.Chat;

/// <summary>A message to a chat app: the body of <c>POST /chat-messages</c>.</summary>
public sealed record ChatRequest
{
    /// <summary>What the user says.</summary>
    public required string Query { get; init; }

    /// <summary>Who says it: Dify keeps conversations, messages and files apart by this.</summary>
    public required string User { get; init; }

    /// <summary>
    /// The app's input variables by name. A value is text, a number, a truth value, null, a <see cref="FileReference"/>,
    /// a JSON element or node, or a list or dictionary of these.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? Inputs { get; init; }

    /// <summary>The conversation to go on with; null for a new one.</summary>
    public string? ConversationId { get; init; }

    /// <summary>A chatflow's published version; null for the latest.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Whether Dify gives a new conversation a name; Dify does when null.</summary>
    public bool? AutoGenerateName { get; init; }

    /// <summary>Files that go with the message.</summary>
    public IReadOnlyList<FileReference>? Files { get; init; }

    internal ApiRequest ToCall() =>
        RunBody.Post(
            "/chat-messages",
            User,
            Inputs,
            Query ?? throw new ArgumentException(Strings.ChatQueryMissing, "request"),
            JsonBody.UnlessEmpty(ConversationId),
            JsonBody.UnlessEmpty(WorkflowId),
            AutoGenerateName,
            Files
        );
}

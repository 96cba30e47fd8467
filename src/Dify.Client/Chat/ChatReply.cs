using System;
using System.Collections.Generic;
using System.Text.Json;
using Dify.Client.Runs;
using Dify.Client.Streaming;

namespace Dify.Client.Chat;

/// <summary>A reply of a chat app, collected from its stream.</summary>
public sealed class ChatReply
{
    internal ChatReply()
    {
    }

    /// <summary>The answer.</summary>
    public string Answer { get; init; } = string.Empty;

    /// <summary>The conversation; pass it on to go on with it.</summary>
    public string? ConversationId { get; init; }

    /// <summary>The message Dify has saved.</summary>
    public string? MessageId { get; init; }

    /// <summary>The task that made it.</summary>
    public string? TaskId { get; init; }

    /// <summary>The workflow run, of a chatflow.</summary>
    public string? WorkflowRunId { get; init; }

    /// <summary>
    /// <c>succeeded</c>, <c>partial-succeeded</c>, <c>failed</c>, <c>stopped</c> or <c>paused</c>; <c>incomplete</c> when
    /// the stream did not come to its end.
    /// </summary>
    public string Status { get; init; } = string.Empty;

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>Tokens and prices; of a failed chatflow only the tokens.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>What the answer was drawn from.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>An agent's steps.</summary>
    public IReadOnlyList<AgentThought> Thoughts { get; init; } = [];

    /// <summary>The files the assistant made.</summary>
    public IReadOnlyList<MessageFile> Files { get; init; } = [];

    /// <summary>A model's reasoning, where it comes apart from the answer.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The form the run waits for, when it is paused; the first of <see cref="Pauses"/>.</summary>
    public HumanInputPause? Pause => Pauses.Count > 0 ? Pauses[0] : null;

    /// <summary>All forms the run waits for.</summary>
    public IReadOnlyList<HumanInputPause> Pauses { get; init; } = [];

    /// <summary>A chatflow's nodes, in the order they began.</summary>
    public IReadOnlyList<WorkflowStep> Steps { get; init; } = [];

    /// <summary>When Dify made the message, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>From the request to the end of the stream.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether the stream broke on the way and the run was followed from where it stood.</summary>
    public bool Resumed { get; init; }

    /// <summary>All of the metadata of <c>message_end</c>.</summary>
    public JsonElement? Metadata { get; init; }
}

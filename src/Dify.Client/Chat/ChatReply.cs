using System;
using System.Collections.Generic;
using System.Text.Json;
using Dify.Client.HumanInput;
using Dify.Client.Runs;

namespace Dify.Client.Chat;

/// <summary>A reply of a chat app, collected from its stream.</summary>
public sealed class ChatReply
{
    internal ChatReply()
    {
    }

    /// <summary>The answer.</summary>
    public string Answer { get; internal set; } = string.Empty;

    /// <summary>The conversation; pass it on to go on with it.</summary>
    public string? ConversationId { get; internal set; }

    /// <summary>The message Dify has saved.</summary>
    public string? MessageId { get; internal set; }

    /// <summary>The task that made it.</summary>
    public string? TaskId { get; internal set; }

    /// <summary>The workflow run, of a chatflow.</summary>
    public string? WorkflowRunId { get; internal set; }

    /// <summary>
    /// <c>succeeded</c>, <c>partial-succeeded</c>, <c>failed</c>, <c>stopped</c> or <c>paused</c>; <c>incomplete</c> when
    /// the stream did not come to its end.
    /// </summary>
    public string Status { get; internal set; } = string.Empty;

    /// <summary>Why it failed.</summary>
    public string? Error { get; internal set; }

    /// <summary>Tokens and prices; of a failed chatflow only the tokens.</summary>
    public TokenUsage? Usage { get; internal set; }

    /// <summary>What the answer was drawn from.</summary>
    public IReadOnlyList<Citation> Citations { get; internal set; } = [];

    /// <summary>An agent's steps.</summary>
    public IReadOnlyList<AgentThought> Thoughts { get; internal set; } = [];

    /// <summary>The files the assistant made.</summary>
    public IReadOnlyList<MessageFile> Files { get; internal set; } = [];

    /// <summary>A model's reasoning, where it comes apart from the answer.</summary>
    public string? Reasoning { get; internal set; }

    /// <summary>The form the run waits for, when it is paused; the first of <see cref="Pauses"/>.</summary>
    public HumanInputPause? Pause => Pauses.Count > 0 ? Pauses[0] : null;

    /// <summary>All forms the run waits for.</summary>
    public IReadOnlyList<HumanInputPause> Pauses { get; internal set; } = [];

    /// <summary>A chatflow's nodes, in the order they began.</summary>
    public IReadOnlyList<WorkflowStep> Steps { get; internal set; } = [];

    /// <summary>When Dify made the message, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; internal set; }

    /// <summary>From the request to the end of the stream.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>Whether the stream broke on the way and the run was followed from where it stood.</summary>
    public bool Resumed { get; internal set; }

    /// <summary>All of the metadata of <c>message_end</c>.</summary>
    public JsonElement? Metadata { get; internal set; }
}

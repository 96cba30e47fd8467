using System;
using System.Collections.Generic;
using System.Management.Automation;
using Dify.Client.Chat;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using DifyPS.Binding;
using DifyPS.Commands;
using DifyPS.Pipeline;

namespace DifyPS;

/// <summary>
/// What an app answered. Its text form is the answer; its App, ConversationId and User flow to the next
/// cmdlet, so that a conversation is a pipeline.
/// </summary>
public sealed class DifyChatReply
{
    internal DifyChatReply(AppBinding binding, string message, string user, ChatReply reply)
    {
        App = binding.Name;
        Mode = binding.Mode;
        Message = message;
        User = user;
        Answer = reply.Answer ?? string.Empty;
        ConversationId = reply.ConversationId;
        MessageId = reply.MessageId;
        TaskId = reply.TaskId;
        WorkflowRunId = reply.WorkflowRunId;
        Status = reply.Status ?? string.Empty;
        Error = reply.Error;
        Usage = reply.Usage;
        Citations = reply.Citations;
        Thoughts = reply.Thoughts;
        Files = reply.Files;
        Steps = reply.Steps;
        Reasoning = reply.Reasoning;
        Pause = reply.Pause is { } pause ? new DifyHumanInputForm(App, User, WorkflowRunId, pause) : null;
        CreatedAt = reply.CreatedAt;
        Elapsed = reply.Elapsed;
        Metadata = reply.Metadata is { } metadata ? PowerShellValues.FromJson(metadata) as PSObject : null;
    }

    /// <summary>The name of the app that answered.</summary>
    public string App { get; }

    /// <summary>What was said to it.</summary>
    public string Message { get; }

    /// <summary>What it answered.</summary>
    public string Answer { get; }

    /// <summary><c>succeeded</c>; for a chatflow also <c>partial-succeeded</c>, <c>failed</c>, <c>stopped</c> or <c>paused</c>.</summary>
    public string Status { get; }

    /// <summary>Why a chatflow failed; null when it did not.</summary>
    public string? Error { get; }

    /// <summary>The conversation, to go on with.</summary>
    public string? ConversationId { get; }

    /// <summary>The saved message.</summary>
    public string? MessageId { get; }

    /// <summary>The task that generated it.</summary>
    public string? TaskId { get; }

    /// <summary>The workflow run behind it; chatflows only.</summary>
    public string? WorkflowRunId { get; }

    /// <summary>The app's mode.</summary>
    public string? Mode { get; }

    /// <summary>The end user that spoke; the conversation is visible to this one only.</summary>
    public string User { get; }

    /// <summary>Tokens and price, as the model's provider counts them.</summary>
    public TokenUsage? Usage { get; }

    /// <summary>Pieces of knowledge that the answer cites.</summary>
    public IReadOnlyList<Citation> Citations { get; }

    /// <summary>What an agent thought and which tools it called.</summary>
    public IReadOnlyList<AgentThought> Thoughts { get; }

    /// <summary>Files that the app sent.</summary>
    public IReadOnlyList<MessageFile> Files { get; }

    /// <summary>The nodes that a chatflow ran.</summary>
    public IReadOnlyList<WorkflowStep> Steps { get; }

    /// <summary>The model's reasoning, where a chatflow separates it from the answer.</summary>
    public string? Reasoning { get; }

    /// <summary>What a paused chatflow waits for; null when it is not paused.</summary>
    public DifyHumanInputForm? Pause { get; }

    /// <summary>When the message was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>From the request's start to the reply's end.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Everything that Dify said beside the answer.</summary>
    public PSObject? Metadata { get; }

    /// <summary>One line about the reply: app, status when it is not the usual one, tokens, price and time.</summary>
    public string Summary => ResultSummary.Line(
        App, Status, Usage?.TotalTokens, Usage, Elapsed, ResultSummary.Citations(Citations.Count));

    /// <summary>The command that goes on with a paused chatflow; null when it is not paused.</summary>
    public string? ContinueWith => Pause?.ContinueWith;

    /// <summary>The token of the form that a paused chatflow waits for.</summary>
    public string? FormToken => Pause?.FormToken;

    /// <summary>Gives the answer.</summary>
    public override string ToString() => Readable.Text(Answer);
}

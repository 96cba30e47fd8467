using System;
using System.Collections.Generic;
using System.Management.Automation;
using Dify.Client.Chat;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Runs;

namespace DifyPS;

/// <summary>
/// What an app answered. Its text form is the answer; its App, ConversationId and User flow to the next
/// cmdlet, so that a conversation is a pipeline.
/// </summary>
public sealed class DifyChatReply : DifyResult
{
    internal DifyChatReply(AppBinding binding, string message, string user, object? input, ChatReply reply)
        : base(binding.Name, user, reply)
    {
        Mode = binding.Mode;
        Message = message;
        Input = input;
        Pause = reply.Pause is { } pause ? new DifyHumanInputForm(binding.Name, user, reply.WorkflowRunId, pause) : null;
    }

    /// <summary>What was said to it.</summary>
    public string Message { get; }

    /// <summary>The object of the pipeline that it was made from, or the inputs; null when there was neither.</summary>
    public object? Input { get; }

    /// <summary>What it answered.</summary>
    public string Answer => Model.Answer ?? string.Empty;

    /// <summary><c>succeeded</c>; for a chatflow also <c>partial-succeeded</c>, <c>failed</c>, <c>stopped</c> or <c>paused</c>.</summary>
    public string Status => Model.Status ?? string.Empty;

    /// <summary>Why a chatflow failed; null when it did not.</summary>
    public string? Error => Model.Error;

    /// <summary>The conversation, to go on with.</summary>
    public string? ConversationId => Model.ConversationId;

    /// <summary>The saved message.</summary>
    public string? MessageId => Model.MessageId;

    /// <summary>The task that generated it.</summary>
    public string? TaskId => Model.TaskId;

    /// <summary>The workflow run behind it; chatflows only.</summary>
    public string? WorkflowRunId => Model.WorkflowRunId;

    /// <summary>The app's mode.</summary>
    public string? Mode { get; }

    /// <summary>Tokens and price, as the model's provider counts them.</summary>
    public TokenUsage? Usage => Model.Usage;

    /// <summary>Pieces of knowledge that the answer cites.</summary>
    public IReadOnlyList<Citation> Citations => Model.Citations;

    /// <summary>What an agent thought and which tools it called.</summary>
    public IReadOnlyList<AgentThought> Thoughts => Model.Thoughts;

    /// <summary>Files that the app sent.</summary>
    public IReadOnlyList<MessageFile> Files => Model.Files;

    /// <summary>The nodes that a chatflow ran.</summary>
    public IReadOnlyList<WorkflowStep> Steps => Model.Steps;

    /// <summary>The model's reasoning, where a chatflow separates it from the answer.</summary>
    public string? Reasoning => Model.Reasoning;

    /// <summary>What a paused chatflow waits for; null when it is not paused.</summary>
    public DifyHumanInputForm? Pause { get; }

    /// <summary>When the message was made, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>From the request's start to the reply's end.</summary>
    public TimeSpan Elapsed => Model.Elapsed;

    /// <summary>Everything that Dify said beside the answer.</summary>
    public PSObject? Metadata => field ??= Model.Metadata is { } json ? PowerShellValues.FromJson(json) as PSObject : null;

    /// <summary>One line about the reply: app, status when it is not the usual one, tokens, price and time.</summary>
    public string Summary => ResultSummary.Line(
        App, Status, Usage?.TotalTokens, Usage, Elapsed, ResultSummary.Citations(Citations.Count));

    /// <summary>The command that goes on with a paused chatflow; null when it is not paused.</summary>
    public string? ContinueWith => Pause?.ContinueWith;

    /// <summary>The token of the form that a paused chatflow waits for.</summary>
    public string? FormToken => Pause?.FormToken;

    /// <summary>Gives the answer.</summary>
    public override string ToString() => DisplayFormat.Text(Answer);

    private ChatReply Model => (ChatReply)Raw!;
}

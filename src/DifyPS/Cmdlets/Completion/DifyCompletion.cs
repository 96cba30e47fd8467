using System;
using System.Collections.Generic;
using System.Management.Automation;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using DifyPS.Binding;
using DifyPS.Commands;
using DifyPS.Pipeline;

namespace DifyPS;

/// <summary>What a text generator wrote. Its text form is the answer.</summary>
public sealed class DifyCompletion
{
    internal DifyCompletion(AppBinding binding, string user, object? input, ChatReply reply)
    {
        App = binding.Name;
        User = user;
        Input = input;
        Answer = reply.Answer;
        Status = reply.Status;
        MessageId = reply.MessageId;
        TaskId = reply.TaskId;
        Usage = reply.Usage;
        Citations = reply.Citations;
        Files = reply.Files;
        CreatedAt = reply.CreatedAt;
        Elapsed = reply.Elapsed;
        Metadata = reply.Metadata is { } metadata ? PowerShellValues.FromJson(metadata) as PSObject : null;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>What it wrote.</summary>
    public string Answer { get; }

    /// <summary><c>succeeded</c>, or how else it ended.</summary>
    public string Status { get; }

    /// <summary>The saved message.</summary>
    public string? MessageId { get; }

    /// <summary>The task, which <c>Stop-DifyTask</c> stops.</summary>
    public string? TaskId { get; }

    /// <summary>The end user who asked.</summary>
    public string User { get; }

    /// <summary>The object or the inputs that it was made from.</summary>
    public object? Input { get; }

    /// <summary>Tokens and price, as the model's provider counts them.</summary>
    public TokenUsage? Usage { get; }

    /// <summary>Pieces of knowledge that the text cites.</summary>
    public IReadOnlyList<Citation> Citations { get; }

    /// <summary>Files that the app sent.</summary>
    public IReadOnlyList<MessageFile> Files { get; }

    /// <summary>When the message was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>From the request's start to the text's end.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Everything that Dify said beside the text.</summary>
    public PSObject? Metadata { get; }

    /// <summary>One line about the text: app, tokens, price and time.</summary>
    public string Summary => ResultSummary.Line(App, Status, Usage?.TotalTokens, Usage, Elapsed, ResultSummary.Citations(Citations.Count));

    /// <summary>Gives the text.</summary>
    public override string ToString() => Readable.Text(Answer);
}

using System;
using System.Collections.Generic;
using System.Management.Automation;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using DifyPS.Common;
using DifyPS.Runs;

namespace DifyPS;

/// <summary>What a text generator wrote. Its text form is the answer.</summary>
public sealed class DifyCompletion : DifyResult
{
    internal DifyCompletion(string app, string user, object? input, ChatReply reply)
        : base(app, user, reply) => Input = input;

    /// <summary>What it wrote.</summary>
    public string Answer => Model.Answer;

    /// <summary><c>succeeded</c>, or how else it ended.</summary>
    public string Status => Model.Status;

    /// <summary>The saved message.</summary>
    public string? MessageId => Model.MessageId;

    /// <summary>The task, which <c>Stop-DifyTask</c> stops.</summary>
    public string? TaskId => Model.TaskId;

    /// <summary>The object or the inputs that it was made from.</summary>
    public object? Input { get; }

    /// <summary>Tokens and price, as the model's provider counts them.</summary>
    public TokenUsage? Usage => Model.Usage;

    /// <summary>Pieces of knowledge that the text cites.</summary>
    public IReadOnlyList<Citation> Citations => Model.Citations;

    /// <summary>Files that the app sent.</summary>
    public IReadOnlyList<MessageFile> Files => Model.Files;

    /// <summary>When the message was made, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>From the request's start to the text's end.</summary>
    public TimeSpan Elapsed => Model.Elapsed;

    /// <summary>Everything that Dify said beside the text.</summary>
    public PSObject? Metadata => field ??= Model.Metadata is { } json ? PowerShellValues.FromJson(json) as PSObject : null;

    /// <summary>One line about the text: app, tokens, price and time.</summary>
    public string Summary => ResultSummary.Line(App, Status, Usage?.TotalTokens, Usage, Elapsed, ResultSummary.Citations(Citations.Count));

    /// <summary>Gives the text.</summary>
    public override string ToString() => DisplayFormat.Text(Answer);

    private ChatReply Model => (ChatReply)Raw!;
}

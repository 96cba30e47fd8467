using System;
using System.Management.Automation;
using Dify.Client.Streaming;
using DifyPS.Common;

namespace DifyPS;

/// <summary>An event of a stream, as it came. Kinds that this version does not know come through as well.</summary>
public sealed class DifyStreamEvent
{
    private readonly DifyEvent _event;
    private PSObject? _data;

    internal DifyStreamEvent(string app, string user, DifyEvent e)
    {
        App = app;
        User = user;
        _event = e;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>The end user whose run it is.</summary>
    public string User { get; }

    internal DifyEvent Source => _event;

    /// <summary>Dify's name of the event, e.g. <c>message</c> or <c>node_finished</c>.</summary>
    public string Event => _event.Event;

    /// <summary>The piece of text that it brings, if it brings one.</summary>
    public string? Text => _event switch
    {
        MessageEvent e => e.Answer,
        AgentMessageEvent e => e.Answer,
        MessageReplaceEvent e => e.Answer,
        TextChunkEvent e => e.Data.Text,
        ErrorEvent e => e.Message,
        _ => null,
    };

    /// <summary>The title of the node that it tells of, if it tells of one.</summary>
    public string? Title => _event switch
    {
        NodeStartedEvent e => e.Data.Title,
        NodeFinishedEvent e => e.Data.Title,
        NodeRetryEvent e => e.Data.Title,
        HumanInputRequiredEvent e => e.Data.NodeTitle,
        HumanInputFormFilledEvent e => e.Data.NodeTitle,
        HumanInputFormTimeoutEvent e => e.Data.NodeTitle,
        _ => null,
    };

    /// <summary>How the node or the run stands, where the event says so.</summary>
    public string? Status => _event switch
    {
        NodeFinishedEvent e => e.Data.Status,
        NodeRetryEvent e => e.Data.Status,
        WorkflowFinishedEvent e => e.Data.Status,
        WorkflowPausedEvent e => e.Data.Status,
        _ => null,
    };

    /// <summary>The conversation; chat apps only.</summary>
    public string? ConversationId => _event.ConversationId;

    /// <summary>The message.</summary>
    public string? MessageId => _event.MessageId;

    /// <summary>The task, which <c>Stop-DifyTask</c> stops.</summary>
    public string? TaskId => _event.TaskId;

    /// <summary>The workflow run; workflows and chatflows only.</summary>
    public string? WorkflowRunId => _event.WorkflowRunId;

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt => _event.CreatedAt?.ToLocalTime();

    /// <summary>The whole event with every field that Dify sent.</summary>
    public PSObject? Data => _data ??= PowerShellValues.FromJson(_event.Json) as PSObject;

    /// <summary>Gives the event's name, and its text or title if it has one.</summary>
    public override string ToString() =>
        DisplayFormat.Text((Text is { Length: > 0 } text ? text : Title) is { } more ? $"{Event}: {more}" : Event);
}

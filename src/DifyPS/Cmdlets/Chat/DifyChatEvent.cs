using System;
using System.Management.Automation;
using Dify.Client.Streaming;
using DifyPS.Pipeline;

namespace DifyPS;

/// <summary>An event of a stream, as it came. Kinds that this version does not know come through as well.</summary>
public sealed class DifyChatEvent
{
    private readonly DifyEvent _event;
    private PSObject? _data;

    internal DifyChatEvent(string app, DifyEvent e)
    {
        App = app;
        _event = e;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>Dify's name of the event, e.g. <c>message</c> or <c>node_finished</c>.</summary>
    public string Event => _event.Event;

    /// <summary>The piece of the answer that it brings, if it is one.</summary>
    public string? Answer => _event switch
    {
        MessageEvent e => e.Answer,
        AgentMessageEvent e => e.Answer,
        MessageReplaceEvent e => e.Answer,
        _ => null,
    };

    /// <summary>The conversation.</summary>
    public string? ConversationId => _event.ConversationId;

    /// <summary>The message.</summary>
    public string? MessageId => _event.MessageId;

    /// <summary>The task that generates the reply.</summary>
    public string? TaskId => _event.TaskId;

    /// <summary>The workflow run; chatflows only.</summary>
    public string? WorkflowRunId => _event.WorkflowRunId;

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt => _event.CreatedAt?.ToLocalTime();

    /// <summary>The whole event with every field that Dify sent.</summary>
    public PSObject? Data => _data ??= PowerShellValues.FromJson(_event.Json) as PSObject;

    /// <summary>Gives the event's name, and its text if it has one.</summary>
    public override string ToString() => Answer is { Length: > 0 } text ? $"{Event}: {text}" : Event;
}

using System;
using System.Collections.Generic;
using System.Text;

namespace Dify.Client.Streaming;

internal delegate DifyEvent EventFactory(in EventHead head);

/// <summary>The types of events this library knows.</summary>
internal static class EventTypes
{
    public const string Ping = "ping";
    public const string Error = "error";

    // The most frequent first: the search is from the start.
    private static readonly Known[] All =
    [
        new("message", static (in h) => new MessageEvent(h)),
        new("agent_message", static (in h) => new AgentMessageEvent(h)),
        new("reasoning_chunk", static (in h) => new ReasoningChunkEvent(h)),
        new("text_chunk", static (in h) => new TextChunkEvent(h)),
        new("tts_message", static (in h) => new TtsMessageEvent(h)),
        new("tts_message_end", static (in h) => new TtsMessageEndEvent(h)),
        new("agent_thought", static (in h) => new AgentThoughtEvent(h)),
        new("message_file", static (in h) => new MessageFileEvent(h)),
        new("message_replace", static (in h) => new MessageReplaceEvent(h)),
        new("message_end", static (in h) => new MessageEndEvent(h)),
        new("node_started", static (in h) => new NodeStartedEvent(h)),
        new("node_finished", static (in h) => new NodeFinishedEvent(h)),
        new("node_retry", static (in h) => new NodeRetryEvent(h)),
        new("agent_log", static (in h) => new AgentLogEvent(h)),
        new("workflow_started", static (in h) => new WorkflowStartedEvent(h)),
        new("workflow_finished", static (in h) => new WorkflowFinishedEvent(h)),
        new("workflow_paused", static (in h) => new WorkflowPausedEvent(h)),
        new("iteration_started", static (in h) => new IterationStartedEvent(h)),
        new("iteration_next", static (in h) => new IterationNextEvent(h)),
        new("iteration_completed", static (in h) => new IterationCompletedEvent(h)),
        new("loop_started", static (in h) => new LoopStartedEvent(h)),
        new("loop_next", static (in h) => new LoopNextEvent(h)),
        new("loop_completed", static (in h) => new LoopCompletedEvent(h)),
        new("human_input_required", static (in h) => new HumanInputRequiredEvent(h)),
        new("human_input_form_filled", static (in h) => new HumanInputFormFilledEvent(h)),
        new("human_input_form_timeout", static (in h) => new HumanInputFormTimeoutEvent(h)),
        new(Error, static (in h) => new ErrorEvent(h)),
        new(Ping, static (in h) => new DifyEvent(h)),
    ];

    public static IEnumerable<string> Names => Array.ConvertAll(All, static known => known.Name);

    /// <summary>The type of that name; the default, without a name, when there is none.</summary>
    public static Known Find(ReadOnlySpan<byte> name)
    {
        foreach (var known in All)
        {
            if (name.SequenceEqual(known.Utf8))
                return known;
        }

        return default;
    }

    /// <summary>Whether nothing more of substance follows such an event in its stream.</summary>
    public static bool IsClosing(string name) =>
        name is "message_end" or "workflow_finished" or "workflow_paused" or "error" or "datasource_completed" or "datasource_error";

    internal readonly struct Known(string name, EventFactory create)
    {
        public string Name { get; } = name;

        public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(name);

        public EventFactory Create { get; } = create;
    }
}

using System.Collections.Generic;
using System.Text.Json;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary><c>message</c>: a piece of the answer; of a New Agent app (mode <c>agent</c>), the whole answer once more at the end.</summary>
public sealed class MessageEvent : DifyEvent
{
    internal MessageEvent(in EventHead head)
        : base(head) => Answer = head.Text ?? string.Empty;

    /// <summary>The text.</summary>
    public string Answer { get; }
}

/// <summary><c>agent_message</c>: a piece of an agent's answer.</summary>
public sealed class AgentMessageEvent : DifyEvent
{
    internal AgentMessageEvent(in EventHead head)
        : base(head) => Answer = head.Text ?? string.Empty;

    /// <summary>The text.</summary>
    public string Answer { get; }
}

/// <summary><c>message_replace</c>: moderation puts this text in the place of the answer so far.</summary>
public sealed class MessageReplaceEvent : DifyEvent
{
    internal MessageReplaceEvent(in EventHead head)
        : base(head)
    {
        Answer = head.Text ?? string.Empty;
        Reason = head.Whole(EventJson.Default.ReplaceFields).Reason;
    }

    /// <summary>The text that stands now.</summary>
    public string Answer { get; }

    /// <summary>Why; chatflows only.</summary>
    public string? Reason { get; }
}

/// <summary><c>message_end</c>: the answer is complete.</summary>
public sealed class MessageEndEvent : DifyEvent
{
    internal MessageEndEvent(in EventHead head)
        : base(head)
    {
        // Every reply ends with it, the first of a process too.
        Metadata = Json.Field("metadata") is { ValueKind: JsonValueKind.Object } metadata ? metadata : null;
        Usage = Metadata?.Field("usage").AsObject() is { } usage ? TokenUsage.From(usage) : null;
        Citations =
            Metadata?.Field("retriever_resources").AsArray() is { } citations && citations.GetArrayLength() > 0
                ? ReadCitations(citations)
                : [];
    }

    /// <summary>Tokens and prices.</summary>
    public TokenUsage? Usage { get; }

    /// <summary>What the answer was drawn from.</summary>
    public IReadOnlyList<Citation> Citations { get; }

    /// <summary>All of the metadata.</summary>
    public JsonElement? Metadata { get; }

    private static List<Citation> ReadCitations(JsonElement citations)
    {
        var read = new List<Citation>(citations.GetArrayLength());
        foreach (var citation in citations.EnumerateArray())
            read.Add(citation.Deserialize(EventJson.Default.Citation)!);

        return read;
    }
}

/// <summary><c>message_file</c>: the assistant made a file.</summary>
public sealed class MessageFileEvent : DifyEvent
{
    internal MessageFileEvent(in EventHead head)
        : base(head) => File = head.Whole(EventJson.Default.MessageFile);

    /// <summary>The file.</summary>
    public MessageFile File { get; }
}

/// <summary>
/// <c>agent_thought</c>: a step of an agent's reasoning, or a tool it called. The same id comes again as the step goes on.
/// </summary>
public sealed class AgentThoughtEvent : DifyEvent
{
    internal AgentThoughtEvent(in EventHead head)
        : base(head) => Thought = head.Whole(EventJson.Default.AgentThought);

    /// <summary>The step.</summary>
    public AgentThought Thought { get; }
}

/// <summary><c>tts_message</c>: a piece of the answer as sound.</summary>
public class TtsMessageEvent : DifyEvent
{
    internal TtsMessageEvent(in EventHead head)
        : base(head) => Audio = head.Text ?? string.Empty;

    /// <summary>The sound, Base64.</summary>
    public string Audio { get; }
}

/// <summary><c>tts_message_end</c>: the sound is complete. It may come behind the closing event.</summary>
public sealed class TtsMessageEndEvent : TtsMessageEvent
{
    internal TtsMessageEndEvent(in EventHead head)
        : base(head)
    {
    }
}

/// <summary><c>reasoning_chunk</c>: a piece of a model's reasoning, which is no part of the answer.</summary>
public sealed class ReasoningChunkEvent : DifyEvent
{
    internal ReasoningChunkEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.ReasoningData);

    /// <summary>What it carries.</summary>
    public ReasoningData Data { get; }
}

/// <summary><c>text_chunk</c>: a piece of a workflow's text output.</summary>
public sealed class TextChunkEvent : DifyEvent
{
    internal TextChunkEvent(in EventHead head)
        : base(head) => Data = head.Data(EventJson.Default.TextChunkData);

    /// <summary>What it carries.</summary>
    public TextChunkData Data { get; }
}

/// <summary><c>error</c>: the run failed, and the stream ends.</summary>
public sealed class ErrorEvent : DifyEvent
{
    internal ErrorEvent(in EventHead head)
        : base(head)
    {
        var fields = ErrorShape.Read(Json);
        Status = fields.Status;
        Code = HarmlessText.Of(fields.Code);
        Message = HarmlessText.Of(fields.Message);
    }

    /// <summary>The HTTP status it would have been; 500 when it says none.</summary>
    public int Status { get; }

    /// <summary>Dify's code.</summary>
    public string Code { get; }

    /// <summary>What Dify says about it.</summary>
    public string Message { get; }
}

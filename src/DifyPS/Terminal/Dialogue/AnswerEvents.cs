using Dify.Client.Streaming;
using DifyPS.Bindings.Identity;
using DifyPS.Common;

namespace DifyPS.Terminal.Dialogue;

/// <summary>What the events of a reply mean for the screen.</summary>
internal static class AnswerEvents
{
    private const int LongestInput = 60;

    public static void Show(DifyEvent item, string? mode, IAnswerText answer)
    {
        switch (item)
        {
            // New Agent's closing message repeats the whole answer.
            case MessageEvent part when mode != AppModes.NewAgent || !answer.HasText:
                answer.Append(part.Answer);
                break;
            case AgentMessageEvent part:
                answer.Append(part.Answer);
                break;
            case MessageReplaceEvent replaced:
                answer.Replace(replaced.Answer);
                break;
            default:
                if (Progress(item) is { Length: > 0 } progress)
                    answer.Progress(progress);
                break;
        }
    }

    private static string? Progress(DifyEvent item) => item switch
    {
        AgentThoughtEvent thought => Describe(thought.Thought),
        ReasoningChunkEvent => Strings.ChatThinking,
        NodeStartedEvent node => Step(node.Data.Title ?? node.Data.NodeId),
        NodeRetryEvent node => Step(Strings.FormatChatRetrying(node.Data.Title ?? node.Data.NodeId ?? string.Empty)),
        AgentLogEvent log => Step(log.Data.Label),
        _ => null,
    };

    private static string? Describe(AgentThought thought)
    {
        if (thought.Tool is not { Length: > 0 } tool)
            return Step(thought.Thought);
        return Step(thought.ToolInput is { Length: > 0 } input ? $"{tool} {DisplayFormat.Short(input, LongestInput)}" : tool);
    }

    private static string? Step(string? text) => string.IsNullOrWhiteSpace(text) ? null : "· " + DisplayFormat.Line(text);
}

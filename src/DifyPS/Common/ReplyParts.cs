using System.Runtime.CompilerServices;
using Dify.Client.Apps;
using Dify.Client.Conversations;
using Dify.Client.Runs;
using Dify.Client.Streaming;

namespace DifyPS.Common;

/// <summary>What hangs on a reply, in a few words each. By itself, since a method that names types of the client has them loaded.</summary>
internal static class ReplyParts
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string Describe(object part) =>
        part switch
        {
            Citation citation => citation.DocumentName ?? citation.DatasetName ?? citation.SegmentId ?? string.Empty,
            AgentThought thought => thought.Tool is { Length: > 0 } tool ? tool : thought.Thought ?? string.Empty,
            WorkflowStep step => step.Title ?? step.NodeId ?? string.Empty,
            MessageFile file => file.Url ?? file.Id ?? string.Empty,
            AttachedFile file => file.FileName ?? file.Id ?? string.Empty,
            HumanInput form => form.Submission is { } answer ? $"{answer.NodeTitle}: {answer.ActionText ?? answer.ActionId}" : "waits",
            HumanInputPause form => form.NodeTitle ?? form.FormContent ?? string.Empty,
            HumanInputSubmission answer => answer.ActionText ?? answer.ActionId ?? string.Empty,
            HumanInputField field => field.OutputVariableName ?? string.Empty,
            HumanInputOptions options => string.Join(", ", options.Value),
            HumanInputAction action => action.Title ?? action.Id ?? string.Empty,
            WorkflowRetry retry => retry.Error ?? string.Empty,
            ToolIcon icon => icon.Url ?? icon.Content ?? string.Empty,
            TokenUsage usage =>
                $"{DisplayFormat.Count(usage.TotalTokens)} tokens, {DisplayFormat.Money(usage.TotalPrice, usage.Currency)}".TrimEnd(
                    ' ',
                    ','
                ),
            _ => part.ToString() ?? string.Empty,
        };
}

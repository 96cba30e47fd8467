using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Annotations;
using Dify.Client.Apps;
using Dify.Client.Audio;
using Dify.Client.Chat;
using Dify.Client.Conversations;
using Dify.Client.EndUsers;
using Dify.Client.Feedback;
using Dify.Client.Files;
using Dify.Client.HumanInput;
using Dify.Client.Paging;
using Dify.Client.Streaming;
using Dify.Client.Values;
using Dify.Client.Workflows;

namespace Dify.Client.Transport;

/// <summary>How JSON becomes models, generated when this library is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = JsonFormat.MaxDepth,
    Converters =
    [
        typeof(LenientStringConverter), typeof(LenientBooleanConverter), typeof(LenientInt32Converter),
        typeof(LenientInt64Converter), typeof(LenientDoubleConverter), typeof(LenientDecimalConverter),
    ])]
[JsonSerializable(typeof(AppInfo))]
[JsonSerializable(typeof(AppParameters))]
[JsonSerializable(typeof(SiteSettings))]
[JsonSerializable(typeof(ToolIcon))]
[JsonSerializable(typeof(InputVariable))]
[JsonSerializable(typeof(WorkflowRun))]
[JsonSerializable(typeof(WorkflowLogEntry))]
[JsonSerializable(typeof(HumanInputForm))]
[JsonSerializable(typeof(Annotation))]
[JsonSerializable(typeof(AnnotationReplyJob))]
[JsonSerializable(typeof(Transcript))]
[JsonSerializable(typeof(UploadedFile))]
[JsonSerializable(typeof(Page))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(AgentThought))]
[JsonSerializable(typeof(MessageFile))]
[JsonSerializable(typeof(MessageMetadata))]
[JsonSerializable(typeof(MessageEndFields))]
[JsonSerializable(typeof(ReplaceFields))]
[JsonSerializable(typeof(ErrorFields))]
[JsonSerializable(typeof(ReasoningData))]
[JsonSerializable(typeof(TextChunkData))]
[JsonSerializable(typeof(WorkflowStartedData))]
[JsonSerializable(typeof(WorkflowFinishedData))]
[JsonSerializable(typeof(WorkflowPausedData))]
[JsonSerializable(typeof(HumanInputPause))]
[JsonSerializable(typeof(HumanInputFormFilledData))]
[JsonSerializable(typeof(HumanInputFormTimeoutData))]
[JsonSerializable(typeof(NodeData))]
[JsonSerializable(typeof(RoundData))]
[JsonSerializable(typeof(AgentLogData))]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(ConversationMessage))]
[JsonSerializable(typeof(ConversationVariable))]
[JsonSerializable(typeof(FeedbackItem))]
[JsonSerializable(typeof(EndUser))]
internal sealed partial class DifyJson : JsonSerializerContext
{
}

using System.Text.Json.Serialization;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Streaming;

/// <summary>How JSON becomes events, generated when this library is compiled.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = JsonFormat.MaxDepth,
    Converters = [typeof(LenientConverters)]
)]
[JsonSerializable(typeof(AgentThought))]
[JsonSerializable(typeof(MessageFile))]
[JsonSerializable(typeof(Citation))]
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
internal sealed partial class EventJson : JsonSerializerContext;

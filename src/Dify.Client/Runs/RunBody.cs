using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json.Serialization;
using Dify.Client.Files;
using Dify.Client.Streaming;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Runs;

/// <summary>The body of a run, whatever the mode of its app: each has its own selection of these fields.</summary>
internal sealed record RunBody
{
    public required PlainValue Inputs { get; init; }

    public string? Query { get; init; }

    public string ResponseMode { get; } = "streaming";

    public required string User { get; init; }

    public string? ConversationId { get; init; }

    public string? WorkflowId { get; init; }

    public bool? AutoGenerateName { get; init; }

    public IReadOnlyList<FileReference>? Files { get => field is { Count: > 0 } ? field : null; init; }

    /// <summary>The call that begins the run, whose answer is a stream of events.</summary>
    public ApiRequest Post(Route route)
    {
        JsonBody.CheckUser(User);
        var body = JsonBody.Write(this, RunRequestJson.Default.RunBody);
        return new ApiRequest(HttpMethod.Post, route)
        {
            Content = () => ResponseReader.JsonContent(body),
            Stream = true,
            Accept = EventStream.MediaType,
        };
    }
}

/// <summary>The body of <c>POST …/{task_id}/stop</c>.</summary>
internal sealed record StopBody
{
    public required string User { get; init; }
}

/// <summary>How requests that begin and stop runs become JSON: what is null is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(RunBody))]
[JsonSerializable(typeof(StopBody))]
internal sealed partial class RunRequestJson : JsonSerializerContext;

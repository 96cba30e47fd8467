using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Files;
using Dify.Client.Streaming;
using Dify.Client.Transport;
using Dify.Client.Values;

namespace Dify.Client.Runs;

/// <summary>
/// The body of a run, whatever the mode of its app: each has its own selection of these fields. Written by hand: it is what nearly every
/// process sends first, and a serializer's description of it takes longer to be made than the writing.
/// </summary>
internal static class RunBody
{
    /// <summary>The call that begins the run, whose answer is a stream of events. What is null is left out, and so is a list without files.</summary>
    public static ApiRequest Post(
        Route route,
        string user,
        IReadOnlyDictionary<string, object?>? inputs,
        string? query = null,
        string? conversationId = null,
        string? workflowId = null,
        bool? autoGenerateName = null,
        IReadOnlyList<FileReference>? files = null
    )
    {
        JsonBody.CheckUser(user);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonFormat.Writing))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("inputs");
            ValueWriter.WriteAll(writer, inputs);
            WriteText(writer, "query", query);
            WriteText(writer, "response_mode", "streaming");
            WriteText(writer, "user", user);
            WriteText(writer, "conversation_id", conversationId);
            WriteText(writer, "workflow_id", workflowId);
            if (autoGenerateName is { } generates)
                writer.WriteBoolean("auto_generate_name", generates);

            if (files is { Count: > 0 })
            {
                writer.WriteStartArray("files");
                foreach (IJsonValue file in files)
                    file.WriteTo(writer);

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        var body = stream.ToArray();
        return new ApiRequest(HttpMethod.Post, route)
        {
            Content = () => ResponseReader.JsonContent(body),
            Stream = true,
            Accept = EventStream.MediaType,
        };
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, text);
    }
}

/// <summary>The body of <c>POST …/{task_id}/stop</c>.</summary>
internal sealed record StopBody
{
    public required string User { get; init; }
}

/// <summary>How requests that stop runs become JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization,
    MaxDepth = JsonFormat.MaxDepth
)]
[JsonSerializable(typeof(StopBody))]
internal sealed partial class RunRequestJson : JsonSerializerContext;

using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Runs;

/// <summary>Writes what the bodies of runs have in common.</summary>
internal static class RunBody
{
    private static readonly IReadOnlyDictionary<string, object?> Nothing = new Dictionary<string, object?>();

    public static byte[] WriteUser(string user)
    {
        JsonBody.CheckUser(user);
        return JsonBody.Write(writer => writer.WriteString("user", user));
    }

    public static void WriteInputs(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?>? inputs)
    {
        writer.WriteStartObject("inputs");
        foreach (var input in inputs ?? Nothing)
        {
            writer.WritePropertyName(input.Key);
            ValueWriter.Write(writer, input.Value, input.Key);
        }

        writer.WriteEndObject();
    }

    public static void WriteFiles(Utf8JsonWriter writer, IReadOnlyList<FileReference>? files)
    {
        if (files is not { Count: > 0 })
        {
            return;
        }

        writer.WriteStartArray("files");
        foreach (var file in files)
        {
            ValueWriter.Write(writer, file, "files");
        }

        writer.WriteEndArray();
    }

    /// <summary>The call that sends a body; its answer may be a stream of events.</summary>
    public static Call Post(Route route, byte[] body, bool stream = false) => new(HttpMethod.Post, route)
    {
        Content = () => Bodies.JsonContent(body),
        Stream = stream,
        Accept = stream ? EventStream.MediaType : "application/json",
    };
}

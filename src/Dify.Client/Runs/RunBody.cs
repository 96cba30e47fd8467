using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dify.Client.Chat;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Runs;

/// <summary>Writes what the bodies of runs have in common.</summary>
internal static class RunBody
{
    // A body is not a web page: nothing needs hiding from a browser, and other scripts than Latin stay short.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };

    private static readonly IReadOnlyDictionary<string, object?> Nothing = new Dictionary<string, object?>();

    /// <summary>A JSON object with these fields.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, Options))
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }

        return body.ToArray();
    }

    public static byte[] WriteUser(string user)
    {
        CheckUser(user);
        return Write(writer => writer.WriteString("user", user));
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

    public static void WriteUnlessEmpty(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    public static void CheckUser(string user)
    {
        if (string.IsNullOrWhiteSpace(user))
        {
            throw new ArgumentException("The end user (User) is missing: Dify keeps conversations, runs and files apart by it.", nameof(user));
        }
    }

    /// <summary>The call that sends a body; its answer may be a stream of events.</summary>
    public static Call Post(Route route, byte[] body, bool stream = false) => new(HttpMethod.Post, route)
    {
        Content = () => Bodies.JsonContent(body),
        Stream = stream,
        Accept = stream ? EventStream.MediaType : "application/json",
    };
}

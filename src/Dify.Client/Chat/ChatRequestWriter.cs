using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dify.Client.Transport;

namespace Dify.Client.Chat;

/// <summary>Writes the bodies of the chat operations.</summary>
internal static class ChatRequestWriter
{
    // A body is not a web page: nothing needs hiding from a browser, and other scripts than Latin stay short.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };

    private static readonly IReadOnlyDictionary<string, object?> Nothing = new Dictionary<string, object?>();

    public static byte[] Write(ChatRequest request)
    {
        if (request.Query is null)
        {
            throw new ArgumentException("The message (Query) is missing.", nameof(request));
        }

        CheckUser(request.User);
        return Write(writer =>
        {
            writer.WriteStartObject("inputs");
            foreach (var input in request.Inputs ?? Nothing)
            {
                writer.WritePropertyName(input.Key);
                ValueWriter.Write(writer, input.Value, input.Key);
            }

            writer.WriteEndObject();
            writer.WriteString("query", request.Query);
            writer.WriteString("response_mode", "streaming");
            writer.WriteString("user", request.User);
            WriteUnlessEmpty(writer, "conversation_id", request.ConversationId);
            WriteUnlessEmpty(writer, "workflow_id", request.WorkflowId);
            if (request.AutoGenerateName is { } generate)
            {
                writer.WriteBoolean("auto_generate_name", generate);
            }

            if (request.Files is { Count: > 0 } files)
            {
                writer.WriteStartArray("files");
                foreach (var file in files)
                {
                    ValueWriter.Write(writer, file, "files");
                }

                writer.WriteEndArray();
            }
        });
    }

    public static byte[] WriteUser(string user)
    {
        CheckUser(user);
        return Write(writer => writer.WriteString("user", user));
    }

    public static void CheckUser(string user)
    {
        if (string.IsNullOrWhiteSpace(user))
        {
            throw new ArgumentException("The end user (User) is missing: Dify keeps conversations apart by it.", nameof(user));
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
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

    private static void WriteUnlessEmpty(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }
}

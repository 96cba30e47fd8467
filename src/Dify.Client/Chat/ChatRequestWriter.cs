using System;
using System.Collections.Generic;
using System.Text.Json;
using Dify.Client.Transport;

namespace Dify.Client.Chat;

/// <summary>Writes the bodies of the chat operations.</summary>
internal static class ChatRequestWriter
{
    private static readonly IReadOnlyDictionary<string, object?> Nothing = new Dictionary<string, object?>();

    public static byte[] Write(ChatRequest request)
    {
        if (request.Query is null)
        {
            throw new ArgumentException("The message (Query) is missing.", nameof(request));
        }

        CheckUser(request.User);
        return JsonBody.Write(writer =>
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
        return JsonBody.Write(writer => writer.WriteString("user", user));
    }

    public static void CheckUser(string user)
    {
        if (string.IsNullOrWhiteSpace(user))
        {
            throw new ArgumentException("The end user (User) is missing: Dify keeps conversations apart by it.", nameof(user));
        }
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }
}

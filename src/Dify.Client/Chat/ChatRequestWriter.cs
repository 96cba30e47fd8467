using System;
using Dify.Client.Runs;
using Dify.Client.Transport;

namespace Dify.Client.Chat;

/// <summary>Writes the body of <c>POST /chat-messages</c>.</summary>
internal static class ChatRequestWriter
{
    public static byte[] Write(ChatRequest request)
    {
        if (request.Query is null)
        {
            throw new ArgumentException(Strings.ChatQueryMissing, nameof(request));
        }

        JsonBody.CheckUser(request.User);
        return JsonBody.Write(writer =>
        {
            RunBody.WriteInputs(writer, request.Inputs);
            writer.WriteString("query", request.Query);
            writer.WriteString("response_mode", "streaming");
            writer.WriteString("user", request.User);
            JsonBody.WriteUnlessEmpty(writer, "conversation_id", request.ConversationId);
            JsonBody.WriteUnlessEmpty(writer, "workflow_id", request.WorkflowId);
            if (request.AutoGenerateName is { } generate)
            {
                writer.WriteBoolean("auto_generate_name", generate);
            }

            RunBody.WriteFiles(writer, request.Files);
        });
    }
}

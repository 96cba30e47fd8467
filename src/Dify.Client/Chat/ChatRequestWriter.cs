using System;
using Dify.Client.Runs;

namespace Dify.Client.Chat;

/// <summary>Writes the body of <c>POST /chat-messages</c>.</summary>
internal static class ChatRequestWriter
{
    public static byte[] Write(ChatRequest request)
    {
        if (request.Query is null)
        {
            throw new ArgumentException("The message (Query) is missing.", nameof(request));
        }

        RunBody.CheckUser(request.User);
        return RunBody.Write(writer =>
        {
            RunBody.WriteInputs(writer, request.Inputs);
            writer.WriteString("query", request.Query);
            writer.WriteString("response_mode", "streaming");
            writer.WriteString("user", request.User);
            RunBody.WriteUnlessEmpty(writer, "conversation_id", request.ConversationId);
            RunBody.WriteUnlessEmpty(writer, "workflow_id", request.WorkflowId);
            if (request.AutoGenerateName is { } generate)
            {
                writer.WriteBoolean("auto_generate_name", generate);
            }

            RunBody.WriteFiles(writer, request.Files);
        });
    }
}

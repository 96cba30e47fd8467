using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes.Chat;

/// <summary>The body of <c>POST /chat-messages</c>, checked.</summary>
internal sealed record ChatRequest(
    string Query,
    JsonObject Inputs,
    string User,
    bool Streams,
    Conversation? Conversation,
    bool AutoGenerateName,
    IReadOnlyList<JsonObject> Files
)
{
    public static ChatRequest Read(ApiCall call, SimulatedApp app)
    {
        var body = call.Body("query", "inputs", "response_mode", "user", "conversation_id", "files", "auto_generate_name", "workflow_id");
        var inputs = body.Object("inputs");
        var query = body.Text("query");
        var user = body.Text("user");
        var streams = body.OneOf("response_mode", "streaming", "blocking") == "streaming";
        var conversationId = body.OptionalId("conversation_id");
        var autoGenerateName = body.Flag("auto_generate_name", true);
        var files = ChatFiles.Read(call, app, user, body.Array("files"));
        if (body.OptionalText("workflow_id") is { } workflowId)
        {
            if (app.Mode != AppModes.AdvancedChat)
                throw DifyError.InvalidParam("workflow_id is for Chatflow apps only.");

            WorkflowVersion.Check(app, workflowId);
        }

        if (!streams)
            CheckBlocking(app);

        if (conversationId is null)
        {
            InputForm.Check(call, app, user, inputs);
            return new ChatRequest(query, inputs, user, streams, null, autoGenerateName, files);
        }

        // A conversation keeps the inputs it began with.
        var conversation = app.Conversations.Find(conversationId.Value, user) ?? throw DifyError.NotFound("Conversation Not Exists.");
        return new ChatRequest(query, conversation.Inputs, user, streams, conversation, autoGenerateName, files);
    }

    private static void CheckBlocking(SimulatedApp app)
    {
        switch (app.Mode)
        {
            case AppModes.Agent:
                throw DifyError.BadRequest("Agent App only supports streaming response mode.");
            case AppModes.AgentChat:
                throw DifyError.InvalidParam("Agent Chat App does not support blocking mode.");
        }
    }
}

using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Scripts;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes.Chat;

/// <summary>Messages to an app, and how to stop an answer.</summary>
internal static class ChatRoutes
{
    private const int NameLength = 30;

    public static void Add(RouteMap map)
    {
        map.Chat("POST", "/chat-messages", SendAsync);
        map.Chat("POST", "/chat-messages/{task_id}/stop", static (call, app) => RunAnswer.StopAsync(call, app));
    }

    /// <summary>The name of a conversation that begins with these words.</summary>
    public static string NameFor(string query) => query.Length <= NameLength ? query : query[..NameLength] + "...";

    private static Task SendAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var request = ChatRequest.Read(call, app);
        var run = Begin(call.State, app, request);
        return RunAnswer.SendAsync(call, run, request.Streams, () => new JsonObject
        {
            ["event"] = "message",
            ["task_id"] = run.TaskId.ToString(),
            ["id"] = run.MessageId.ToString(),
            ["message_id"] = run.MessageId.ToString(),
            ["conversation_id"] = run.ConversationId.ToString(),
            ["mode"] = run.App.Mode,
            ["answer"] = run.Answer,
            ["metadata"] = RunAnswer.Metadata(run),
            ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
        });
    }

    private static SimulatedRun Begin(SimulatorState state, SimulatedApp app, ChatRequest request)
    {
        var now = state.Now();
        var conversation = request.Conversation;
        if (conversation is null)
        {
            var name = request.AutoGenerateName ? NameFor(request.Query) : "New conversation";
            var opening = (string?)app.Parameters["opening_statement"] ?? "";
            conversation = new Conversation(Guid.NewGuid(), request.User, name, request.Inputs, opening, app.ConversationVariables, now);
            app.Conversations.Add(conversation);
        }

        app.EndUsers.IdOf(request.User);
        var message = new Message
        {
            Id = Guid.NewGuid(),
            ParentId = conversation.Messages.LastOrDefault()?.Id,
            Inputs = request.Inputs,
            Query = request.Query,
            CreatedAt = now,
            Files = request.Files,
        };
        conversation.Add(message);
        return new SimulatedRun(app, new RunRequest(request.User, request.Inputs, request.Query, message, conversation), state.Time);
    }
}

using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Scripts;
using Dify.Simulator.State;
using Dify.Simulator.Streaming;

namespace Dify.Simulator.Routes.Chat;

/// <summary>Messages to an app, and how to stop an answer.</summary>
internal static class ChatRoutes
{
    private const int NameLength = 30;

    public static void Add(RouteMap map)
    {
        map.Chat("POST", "/chat-messages", SendAsync);
        map.Chat("POST", "/chat-messages/{task_id}/stop", StopAsync);
    }

    /// <summary>The name of a conversation that begins with these words.</summary>
    public static string NameFor(string query) => query.Length <= NameLength ? query : query[..NameLength] + "...";

    private static Task SendAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var request = ChatRequest.Read(call, app);
        var run = Begin(call.State, app, request);
        var driver = new RunDriver(run, Playbook.For(run), call.State);
        run.Driver = driver;
        call.State.Runs.Add(run);
        return request.Streams ? StreamAsync(call, driver) : BlockAsync(call, run, driver);
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
        return new SimulatedRun(app, conversation, message, request.User, state.Time);
    }

    private static async Task StreamAsync(ApiCall call, RunDriver driver)
    {
        await using var sink = new EventSink(call.Context);
        driver.Start(sink);
        await sink.Closed;
    }

    private static async Task BlockAsync(ApiCall call, SimulatedRun run, RunDriver driver)
    {
        await using var leaving = call.Aborted.UnsafeRegister(static driver => ((RunDriver)driver!).Interrupt(), driver);
        driver.Start(null);
        await driver.Settled;
        if (run.Failed is { } error)
        {
            throw new DifyError(error.Status, error.Code, error.Message);
        }

        var metadata = new JsonObject { ["usage"] = Usage.Of(run) };
        if (run.Message.Resources.Count > 0)
        {
            metadata["retriever_resources"] = new JsonArray([.. run.Message.Resources.Select(resource => resource.DeepClone())]);
        }

        await call.ReplyAsync(new JsonObject
        {
            ["event"] = "message",
            ["task_id"] = run.TaskId.ToString(),
            ["id"] = run.MessageId.ToString(),
            ["message_id"] = run.MessageId.ToString(),
            ["conversation_id"] = run.ConversationId.ToString(),
            ["mode"] = run.App.Mode,
            ["answer"] = run.Answer,
            ["metadata"] = metadata,
            ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
        });
    }

    /// <summary>Always a success; the task is stopped if it is the same end user's.</summary>
    private static Task StopAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var user = call.Body("user").Text("user");
        var run = call.SegmentId("task_id") is { } id ? call.State.Runs.FindTask(id) : null;
        var matches = run is { HasEnded: false } && run.App == app && run.User == user;
        if (matches)
        {
            run!.StoppedAt ??= call.State.Time.GetUtcNow();
            run.Driver!.Interrupt();
        }

        call.State.Runs.Add(app, new StopRequest(call.Segment("task_id"), user, call.State.Time.GetUtcNow(), matches));
        return call.SucceedAsync();
    }
}

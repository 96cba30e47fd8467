using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes.Chat;
using Dify.Simulator.Scripts;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes.Completions;

/// <summary>Texts of a Text Generator, and how to stop one.</summary>
internal static class CompletionRoutes
{
    public static void Add(RouteMap map)
    {
        map.Completion("POST", "/completion-messages", SendAsync);
        map.Completion("POST", "/completion-messages/{task_id}/stop", static (call, app) => RunAnswer.StopAsync(call, app));
    }

    private static Task SendAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var body = call.Body("inputs", "query", "response_mode", "user", "files");
        var inputs = body.Object("inputs");
        var query = body.OptionalText("query") ?? "";
        var user = body.Text("user");
        var streams = body.OneOf("response_mode", "streaming", "blocking") == "streaming";
        var files = ChatFiles.Read(call, app, user, body.Array("files"));
        InputForm.Check(call, app, user, inputs);
        var run = Begin(call.State, app, user, inputs, query, files);
        return RunAnswer.SendAsync(call, run, streams, () => new JsonObject
        {
            ["event"] = "message",
            ["task_id"] = run.TaskId.ToString(),
            ["id"] = Guid.NewGuid().ToString(),
            ["message_id"] = run.MessageId.ToString(),
            ["mode"] = app.Mode,
            ["answer"] = run.Answer,
            ["metadata"] = RunAnswer.Metadata(run),
            ["created_at"] = run.CreatedAt.ToUnixTimeSeconds(),
        });
    }

    private static SimulatedRun Begin(
        SimulatorState state,
        SimulatedApp app,
        string user,
        JsonObject inputs,
        string query,
        IReadOnlyList<JsonObject> files
    )
    {
        app.EndUsers.IdOf(user);
        var message = new Message { Id = Guid.NewGuid(), Inputs = inputs, Query = query, CreatedAt = state.Now(), Files = files };
        app.Completions.Add(user, message);
        return new SimulatedRun(app, new RunRequest(user, inputs, query, message), state.Time);
    }
}

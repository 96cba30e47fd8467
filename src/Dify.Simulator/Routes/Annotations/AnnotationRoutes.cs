using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Routes.Annotations;

/// <summary>Annotations, and how the annotation reply is switched.</summary>
internal static class AnnotationRoutes
{
    private const int LargestPage = 100;

    public static void Add(RouteMap map)
    {
        Map(map, "GET", "/apps/annotations", List);
        Map(map, "POST", "/apps/annotations", Create);
        Map(map, "PUT", "/apps/annotations/{annotation_id}", Update);
        Map(map, "DELETE", "/apps/annotations/{annotation_id}", Delete);
        Map(map, "POST", "/apps/annotation-reply/{action}", Configure);
        Map(map, "GET", "/apps/annotation-reply/{action}/status/{job_id}", Status);
    }

    // Every mode that chats but New Agent.
    private static void Map(RouteMap map, string method, string path, Func<ApiCall, SimulatedApp, Task> handler) =>
        map.Chat(method, path, (call, app) => app.Mode == AppModes.Agent ? throw DifyError.NotChatApp() : handler(call, app));

    private static Task List(ApiCall call, SimulatedApp app)
    {
        var query = call.Query("page", "limit", "keyword");
        var page = query.Number("page", 1, 1, int.MaxValue);
        var limit = Math.Min(query.Number("limit", 20, 1, int.MaxValue), LargestPage);
        var keyword = query.OptionalText("keyword") ?? "";
        var all = app.Annotations.All.Where(one => Has(one.Question, keyword) || Has(one.Answer, keyword)).ToList();
        return call.ReplyAsync(PagedReply.OfPage(all, page, limit, Json));
    }

    private static Task Create(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var body = call.Body("question", "answer");
        var annotation = app.Annotations.Add(body.Text("question"), body.Text("answer"), call.State.Now());
        return call.ReplyAsync(Json(annotation), StatusCodes.Status201Created);
    }

    private static Task Update(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var body = call.Body("question", "answer");
        var (question, answer) = (body.Text("question"), body.Text("answer"));
        var annotation = app.Annotations.Find(call.SegmentId("annotation_id")) ?? throw NoAnnotation();
        annotation.Question = question;
        annotation.Answer = answer;
        return call.ReplyAsync(Json(annotation));
    }

    private static Task Delete(ApiCall call, SimulatedApp app)
    {
        call.Query();
        if (!app.Annotations.Remove(call.SegmentId("annotation_id")))
            throw NoAnnotation();

        call.Context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task Configure(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var action = ActionOf(call);
        var body = call.Body("score_threshold", "embedding_provider_name", "embedding_model_name");
        body.Number("score_threshold");
        body.Text("embedding_provider_name");
        body.Text("embedding_model_name");
        var job = app.Annotations.Begin(action);
        return call.ReplyAsync(new JsonObject { ["job_id"] = job.Id.ToString(), ["job_status"] = job.Status });
    }

    private static Task Status(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var action = ActionOf(call);
        var job = app.Annotations.Poll(call.SegmentId("job_id"), action) ?? throw DifyError.InvalidParam("The job does not exist.");
        if (job.Status == "completed")
            app.Switch("annotation_reply", action == "enable");

        return call.ReplyAsync(new JsonObject
        {
            ["job_id"] = job.Id.ToString(),
            ["job_status"] = job.Status,
            ["error_msg"] = job.Status == "error" ? app.Annotations.JobError : "",
        });
    }

    private static string ActionOf(ApiCall call) => call.Segment("action") is "enable" or "disable"
        ? call.Segment("action")
        : throw DifyError.InvalidParam("action must be one of enable, disable.");

    private static DifyError NoAnnotation() => DifyError.NotFound("Annotation not found");

    private static bool Has(string text, string keyword) => text.Contains(keyword, StringComparison.OrdinalIgnoreCase);

    private static JsonObject Json(SimulatedAnnotation annotation) => new()
    {
        ["id"] = annotation.Id.ToString(),
        ["question"] = annotation.Question,
        ["answer"] = annotation.Answer,
        ["hit_count"] = annotation.HitCount,
        ["created_at"] = annotation.CreatedAt,
    };
}

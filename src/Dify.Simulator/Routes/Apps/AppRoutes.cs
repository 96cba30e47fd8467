using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace Dify.Simulator.Routes.Apps;

/// <summary>What an app tells of itself.</summary>
internal static class AppRoutes
{
    public static void Add(RouteMap map)
    {
        map.App("GET", "/info", static (call, app) => Reply(call, Info(app)));
        map.App("GET", "/parameters", static (call, app) => Reply(call, app.Parameters));
        map.App("GET", "/meta", static (call, app) => Reply(call, app.Meta));
        map.App("GET", "/site", static (call, app) => Reply(call, app.Site));
    }

    private static Task Reply(ApiCall call, JsonObject json)
    {
        call.Query("user");
        return call.ReplyAsync(json);
    }

    private static JsonObject Info(SimulatedApp app) => new()
    {
        ["name"] = app.Name,
        ["description"] = app.Description,
        ["tags"] = new JsonArray([.. app.Tags.Select(tag => (JsonNode)tag)]),
        ["mode"] = app.Mode,
        ["author_name"] = app.AuthorName,
    };
}

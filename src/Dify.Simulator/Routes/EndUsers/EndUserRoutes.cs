using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes.EndUsers;

/// <summary>Who the end users are.</summary>
internal static class EndUserRoutes
{
    public static void Add(RouteMap map) => map.App("GET", "/end-users/{end_user_id}", GetAsync);

    private static Task GetAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var user = call.SegmentId("end_user_id") is { } id ? app.EndUsers.Find(id) : null;
        return user is null
            ? throw new DifyError(404, "end_user_not_found", "End user not found.")
            : call.ReplyAsync(Item(call, app, user));
    }

    private static JsonObject Item(ApiCall call, SimulatedApp app, EndUser user)
    {
        var time = user.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["id"] = user.Id.ToString(),
            ["tenant_id"] = call.State.WorkspaceId.ToString(),
            ["app_id"] = app.Id.ToString(),
            ["type"] = "service-api",
            ["external_user_id"] = user.Name,
            ["name"] = null,
            ["is_anonymous"] = user.Name == EndUserStore.Default,
            ["session_id"] = user.Name,
            ["created_at"] = time,
            ["updated_at"] = time,
        };
    }
}

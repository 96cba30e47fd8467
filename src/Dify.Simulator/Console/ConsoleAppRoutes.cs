using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes;

namespace Dify.Simulator.Console;

/// <summary>Apps, as their workspace sees them.</summary>
internal static class ConsoleAppRoutes
{
    // Servers look at so much of a name.
    private const int LongestName = 30;

    public static void Add(ConsoleMap map)
    {
        map.SignedIn("GET", "/apps", ListAsync);
        map.SignedIn("GET", "/apps/{app_id}", static call => call.ReplyAsync(Detail(call, call.App)));
        map.SignedIn("POST", "/apps/{app_id}/api-enable", EnableAsync);
        map.SignedIn("GET", "/tags", TagsAsync);
    }

    /// <summary>The apps of a workspace, those that changed last first.</summary>
    public static IEnumerable<SimulatedApp> AppsOf(SimulatorState state, Guid workspace) =>
        state.Apps.Where(app => app.WorkspaceId == workspace).OrderByDescending(app => app.LastChange);

    public static IEnumerable<SimulatedApp> Filter(IEnumerable<SimulatedApp> apps, string? name, string? mode)
    {
        var part = name is { Length: > LongestName } ? name[..LongestName] : name ?? "";
        return apps.Where(app => app.Name.Contains(part, StringComparison.OrdinalIgnoreCase))
            .Where(app => mode is null or "all" || app.Mode == mode);
    }

    public static JsonObject Item(SimulatedApp app) =>
        new()
        {
            ["id"] = app.Id.ToString(),
            ["name"] = app.Name,
            ["description"] = app.Description,
            ["mode"] = app.Mode,
            ["icon_type"] = "emoji",
            ["icon"] = "x",
            ["tags"] = new JsonArray([.. app.Tags.Select(Tag)]),
            ["access_mode"] = null,
            ["author_name"] = app.AuthorName,
            ["created_at"] = app.PublishedAt.ToUnixTimeSeconds(),
            ["updated_at"] = app.UpdatedAt.ToUnixTimeSeconds(),
        };

    private static Task ListAsync(ConsoleCall call)
    {
        var dialect = call.Console.Dialect;
        var numbered = call.Context.Request.Query.Keys.Where(key => key.StartsWith("tag_ids[", StringComparison.Ordinal)).ToArray();
        var query = call.Query(["page", "limit", "mode", "name", "is_created_by_me", "tag_ids", .. dialect.NumbersTags ? numbered : []]);
        var (page, limit) = (query.Number("page", 1, 1, 99999), query.Number("limit", 20, 1, 100));
        var tags =
            dialect.NumbersTags ? numbered.Select(key => call.Context.Request.Query[key].ToString())
            : dialect.RepeatsTags ? call.Context.Request.Query["tag_ids"].Select(tag => tag!)
            : (query.OptionalText("tag_ids") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var wanted = tags.Select(tag =>
                Guid.TryParse(tag, out var id) ? id : throw DifyError.InvalidParam("Invalid UUID format in tag_ids.")
            )
            .ToList();
        var apps = Filter(AppsOf(call.State, call.Workspace.Id), query.OptionalText("name"), query.OptionalText("mode"))
            .Where(app => wanted.All(tag => app.Tags.Any(name => SimulatedConsole.TagId(name) == tag)))
            .ToList();
        return call.ReplyAsync(PagedReply.OfPage(apps, page, limit, Item));
    }

    private static Task EnableAsync(ConsoleCall call)
    {
        call.RequireAdmin();
        var app = call.App;
        app.Enabled = call.Body("enable_api").Flag("enable_api", byDefault: false);
        app.Touch();
        return call.ReplyAsync(Detail(call, app));
    }

    private static Task TagsAsync(ConsoleCall call)
    {
        call.Query("type", "keyword");
        var names = AppsOf(call.State, call.Workspace.Id).SelectMany(app => app.Tags).GroupBy(name => name, StringComparer.Ordinal);
        return call.ReplyAsync(
            new JsonArray([
                .. names.Select(group =>
                {
                    var tag = Tag(group.Key);
                    tag["binding_count"] = group.Count().ToString(CultureInfo.InvariantCulture);
                    return tag;
                }),
            ])
        );
    }

    private static JsonObject Detail(ConsoleCall call, SimulatedApp app)
    {
        var json = Item(app);
        json["enable_site"] = true;
        json["enable_api"] = app.Enabled;
        json["api_base_url"] = $"{call.Context.Request.Scheme}://{call.Context.Request.Host}{ApiPath.Base}";
        return json;
    }

    private static JsonObject Tag(string name) =>
        new()
        {
            ["id"] = SimulatedConsole.TagId(name).ToString(),
            ["name"] = name,
            ["type"] = "app",
        };
}

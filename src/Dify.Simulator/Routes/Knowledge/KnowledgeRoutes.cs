using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace Dify.Simulator.Routes.Knowledge;

/// <summary>Knowledge bases.</summary>
internal static class KnowledgeRoutes
{
    public static void Add(RouteMap map) => map.Knowledge("GET", "/datasets", ListAsync);

    private static Task ListAsync(ApiCall call, SimulatedKnowledge knowledge)
    {
        var query = call.Query("page", "limit", "keyword", "include_all", "tag_ids");
        var page = query.Number("page", 1, 1, int.MaxValue);
        var limit = query.Number("limit", 20, 1, 100);
        var keyword = query.OptionalText("keyword") ?? "";
        query.Flag("include_all");
        var tags = call.Context.Request.Query["tag_ids"];
        var all = knowledge.Datasets
            .Where(dataset => ((string)dataset["name"]!).Contains(keyword, StringComparison.OrdinalIgnoreCase))
            .Where(dataset => tags.Count == 0 || dataset["tags"]!.AsArray().Any(tag => tags.Contains((string?)tag!["id"])))
            .ToList();
        var skip = (long)(page - 1) * limit;
        return call.ReplyAsync(new JsonObject
        {
            ["data"] = new JsonArray([.. all.Skip((int)Math.Min(skip, all.Count)).Take(limit).Select(dataset => dataset.DeepClone())]),
            ["has_more"] = all.Count > skip + limit,
            ["limit"] = limit,
            ["total"] = all.Count,
            ["page"] = page,
        });
    }
}

using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http.Features;

namespace Dify.Simulator.Routes.Knowledge;

/// <summary>Knowledge bases.</summary>
internal static class KnowledgeRoutes
{
    public static void Add(RouteMap map)
    {
        map.Knowledge("GET", "/datasets", ListAsync);
        map.Knowledge("GET", "/datasets/{dataset_id}", ShowAsync);
    }

    private static Task ShowAsync(ApiCall call, SimulatedKnowledge knowledge)
    {
        call.Query();
        var id = call.SegmentId("dataset_id") ?? throw new DifyError(404, "not_found", "Dataset not found.");
        var dataset = knowledge.FindDataset(id);

        // A key that is limited gets the same answer for a base that is not there as for one that it does not open.
        if (dataset is null)
            throw knowledge.OpensAll(KeyOf(call)) ? new DifyError(404, "not_found", "Dataset not found.") : Forbidden();

        return knowledge.Opens(KeyOf(call), dataset) ? call.ReplyAsync(dataset.DeepClone()) : throw Forbidden();
    }

    private static Task ListAsync(ApiCall call, SimulatedKnowledge knowledge)
    {
        if (!knowledge.OpensAll(KeyOf(call)))
            throw Forbidden();

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
        return call.ReplyAsync(PagedReply.OfPage(all, page, limit, dataset => dataset.DeepClone()));
    }

    private static string? KeyOf(ApiCall call) => call.Context.Features.GetRequiredFeature<KeyOwner>().Key;

    private static DifyError Forbidden() => new(403, "forbidden", "The API key does not have access to this resource.");
}

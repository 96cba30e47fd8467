using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes;
using Dify.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Console;

/// <summary>The keys of apps and of knowledge.</summary>
internal static class KeyRoutes
{
    public static void Add(ConsoleMap map)
    {
        map.SignedIn("GET", "/apps/{app_id}/api-keys", ListAsync);
        map.SignedIn("POST", "/apps/{app_id}/api-keys", CreateAsync);
        map.SignedIn("DELETE", "/apps/{app_id}/api-keys/{key_id}", DeleteAsync);
        map.SignedIn("GET", "/datasets/api-keys", ListKnowledgeAsync);
        map.SignedIn("POST", "/datasets/api-keys", CreateKnowledgeAsync);
        map.SignedIn("DELETE", "/datasets/api-keys/{key_id}", DeleteKnowledgeAsync);
    }

    private static Task ListAsync(ConsoleCall call)
    {
        if (call.Console.Dialect.GuardsKeyLists)
            call.RequireEditor();

        return call.ReplyAsync(List(call, call.App.KeyRing, "app"));
    }

    private static Task CreateAsync(ConsoleCall call)
    {
        call.RequireEditor();
        return call.ReplyAsync(Json(Create(call, call.App.KeyRing), "app", isWhole: true), StatusCodes.Status201Created);
    }

    private static Task DeleteAsync(ConsoleCall call)
    {
        var ring = call.App.KeyRing;
        call.RequireAdmin();
        return Delete(call, ring);
    }

    private static Task ListKnowledgeAsync(ConsoleCall call)
    {
        if (call.Console.Dialect.GuardsKeyLists)
            call.RequireAdmin();

        return call.ReplyAsync(List(call, Knowledge(call).KeyRing, "dataset"));
    }

    private static Task CreateKnowledgeAsync(ConsoleCall call)
    {
        call.RequireAdmin();
        var knowledge = Knowledge(call);
        var names = call.Console.Dialect.ScopesKnowledgeKeys ? Scope(call, knowledge) : null;
        var entry = Create(call, knowledge.KeyRing);
        if (names is not null)
            knowledge.Limit(entry.Value, names);

        entry.DatasetIds = names is null
            ? null
            : [.. knowledge.Datasets.Where(one => names.Contains((string)one["name"]!)).Select(one => (string)one["id"]!)];
        return call.ReplyAsync(Json(entry, "dataset", isWhole: true));
    }

    private static Task DeleteKnowledgeAsync(ConsoleCall call)
    {
        call.RequireAdmin();
        return Delete(call, Knowledge(call).KeyRing);
    }

    // What has no base of the workspace for each id is refused.
    private static string[]? Scope(ConsoleCall call, SimulatedKnowledge knowledge)
    {
        var ids = call.Body("dataset_ids").Array("dataset_ids", allowNull: true).Select(id => (string?)id).ToArray();
        return ids.Length == 0
            ? null
            :
            [
                .. ids.Select(id =>
                    (string?)knowledge.Datasets.FirstOrDefault(one => (string?)one["id"] == id)?["name"]
                    ?? throw DifyError.InvalidParam("Some knowledge bases were not found.")
                ),
            ];
    }

    private static SimulatedKnowledge Knowledge(ConsoleCall call) =>
        call.State.Knowledge.FirstOrDefault(one => one.WorkspaceId == call.Workspace.Id)
        ?? call.State.AddKnowledge(configure: one => one.WorkspaceId = call.Workspace.Id);

    private static KeyEntry Create(ConsoleCall call, KeyRing ring)
    {
        try
        {
            var key = ring.Create();
            return ring.Entries.First(entry => entry.Value == key);
        }
        catch (InvalidOperationException)
        {
            throw new KeyLimitError(call.Console.Dialect.CodesKeyLimit);
        }
    }

    private static Task Delete(ConsoleCall call, KeyRing ring)
    {
        var entry = ring.Entries.FirstOrDefault(one => one.Id.ToString() == call.Segment("key_id"));
        return entry is not null && ring.Remove(entry.Value) ? call.NoContentAsync() : throw DifyError.NotFound("API key not found");
    }

    private static JsonObject List(ConsoleCall call, KeyRing ring, string type) =>
        new() { ["data"] = new JsonArray([.. ring.Entries.Select(entry => Json(entry, type, call.Console.ShowsWholeKeys))]) };

    private static JsonObject Json(KeyEntry entry, string type, bool isWhole)
    {
        var json = new JsonObject
        {
            ["id"] = entry.Id.ToString(),
            ["type"] = type,
            ["token"] = isWhole ? entry.Value : entry.Value[..5] + "..." + entry.Value[^4..],
            ["last_used_at"] = entry.LastUsedAt?.ToUnixTimeSeconds(),
            ["created_at"] = entry.CreatedAt.ToUnixTimeSeconds(),
        };
        if (entry.DatasetIds is { } ids)
            json["dataset_ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]);

        return json;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace Dify.Simulator.Routes;

/// <summary>A part of a list, as Dify's operations answer it: by the number of a page, or by the item that it comes after.</summary>
internal static class PagedReply
{
    /// <summary>A page by its number, with the total.</summary>
    public static JsonObject OfPage<T>(IReadOnlyCollection<T> all, int page, int limit, Func<T, JsonNode> json) => new()
    {
        ["data"] = Items(Page(all, page, limit), json),
        ["has_more"] = all.Count > (long)page * limit,
        ["limit"] = limit,
        ["total"] = all.Count,
        ["page"] = page,
    };

    /// <summary>A page by its number, of the one list that says nothing else.</summary>
    public static JsonObject OfBarePage<T>(IReadOnlyCollection<T> all, int page, int limit, Func<T, JsonNode> json) =>
        new() { ["data"] = Items(Page(all, page, limit), json) };

    /// <summary>What comes after an item; what comes first when there is none.</summary>
    /// <param name="all">The whole list.</param>
    /// <param name="last">The item's id.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="idOf">An item's id.</param>
    /// <param name="json">An item as it is answered.</param>
    /// <param name="missing">The error when no item has the id.</param>
    public static JsonObject After<T>(
        IReadOnlyList<T> all,
        Guid? last,
        int limit,
        Func<T, Guid> idOf,
        Func<T, JsonNode> json,
        DifyError missing
    )
    {
        var rest = all;
        if (last is { } id)
        {
            rest = [.. all.SkipWhile(one => idOf(one) != id).Skip(1)];
            if (!all.Any(one => idOf(one) == id))
                throw missing;
        }

        return new JsonObject
        {
            ["limit"] = limit,
            ["has_more"] = rest.Count > limit,
            ["data"] = Items(rest.Take(limit), json),
        };
    }

    // A page's number may be so large that what comes before it is more than an int.
    private static IEnumerable<T> Page<T>(IReadOnlyCollection<T> all, int page, int limit) =>
        all.Skip((int)Math.Min((page - 1L) * limit, all.Count)).Take(limit);

    private static JsonArray Items<T>(IEnumerable<T> items, Func<T, JsonNode> json) => new([.. items.Select(json)]);
}

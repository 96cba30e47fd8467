using System.Collections.Generic;
using System.Threading.Tasks;

namespace DifyPS.Common;

/// <summary>Lists of what comes page by page.</summary>
internal static class AsyncLists
{
    /// <summary>All items, in their order.</summary>
    public static async Task<List<T>> CollectAsync<T>(this IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.ConfigureAwait(false))
            list.Add(item);
        return list;
    }
}

using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace DifyPS.Common;

/// <summary>Filters that Dify does not have itself.</summary>
internal static class Filtered
{
    /// <summary>Those that fit, at most so many; the list behind is read no further than they need.</summary>
    public static async IAsyncEnumerable<T> Where<T>(
        IAsyncEnumerable<T> items,
        Func<T, bool> fits,
        int? most,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = most ?? int.MaxValue;
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!fits(item))
                continue;
            yield return item;
            if (--left <= 0)
                yield break;
        }
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.Apps;

/// <summary>
/// Lists apps to the last, even while somebody works on them: the list is in the order of changes, so that what changes
/// moves to the front, and what is deleted draws the rest forward, past the page that is read next. A list that was seen to
/// move is read again, for what was missed, until it stands still.
/// </summary>
internal static class AppLister
{
    // Somebody may work on the apps all the time.
    private const int MostRounds = 10;

    /// <summary>The apps of each page that were not on an earlier one; no page is asked for before somebody wants it.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<WorkspaceApp>> ListPagesAsync(
        HttpTransport transport,
        Route route,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < MostRounds; round++)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var (isStill, total) = (true, (int?)null);
            for (var number = 1; ; number++)
            {
                var page = await transport
                    .GetAsync(
                        route
                            .With("page", number.ToString(CultureInfo.InvariantCulture))
                            .With("limit", Pages.Largest.ToString(CultureInfo.InvariantCulture)),
                        AppsJson.Default.AppPage,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                isStill &= total is null || page.Total == total;
                total = page.Total;
                var isNew = false;
                var fresh = new List<WorkspaceApp>(page.Data.Count);
                foreach (var item in page.Data)
                {
                    var app = Pages.Read(item, AppsJson.Default.WorkspaceApp, transport, "GET " + route.Template);
                    var isFirst = seen.Add(app.Id);
                    isStill &= isFirst;
                    isNew |= isFirst;
                    if (given.Add(app.Id))
                        fresh.Add(app);
                }

                if (fresh.Count > 0)
                    yield return fresh;

                // A server that does not know the number gives the same page for ever.
                if (page.HasMore != true || !isNew)
                    break;
            }

            if (isStill && (total is null || seen.Count >= total))
                yield break;
        }
    }
}

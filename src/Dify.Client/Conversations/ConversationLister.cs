using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>Lists conversations that may be deleted or renamed by whoever reads the list, while it is read.</summary>
internal static class ConversationLister
{
    public static async IAsyncEnumerable<Conversation> ListAsync(
        HttpTransport transport,
        Route route,
        int? most,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>();
        bool lost;
        do
        {
            lost = false;
            var progressed = false;
            var pages = Pages.ByCursorAsync(
                transport, route, "last_id", static one => one.Id, ConversationJson.Default.Conversation,
                seen.Count == 0 ? most : null, arrange: null, cancellationToken).GetAsyncEnumerator(cancellationToken);
            try
            {
                while (most is null || seen.Count < most)
                {
                    bool more;
                    try
                    {
                        more = await pages.MoveNextAsync().ConfigureAwait(false);
                    }
                    catch (DifyApiException e) when (e.StatusCode == 404 && progressed)
                    {
                        // The conversation to go on behind was deleted meanwhile: begin again, past those that were given.
                        lost = true;
                        break;
                    }

                    if (!more)
                        break;

                    if (seen.Add(pages.Current.Id))
                    {
                        progressed = true;
                        yield return pages.Current;
                    }
                }
            }
            finally
            {
                await pages.DisposeAsync().ConfigureAwait(false);
            }
        }
        while (lost);
    }
}

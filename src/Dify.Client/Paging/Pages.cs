using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using Dify.Client.Transport;

namespace Dify.Client.Paging;

/// <summary>
/// Reads lists page by page: the next page is asked for only when the last item of this one was taken and one more is wanted.
/// </summary>
internal static class Pages
{
    /// <summary>The most items a page of most of Dify's lists has.</summary>
    public const int Largest = 100;

    /// <summary>A list that goes on behind the last item of a page, named by its id.</summary>
    /// <param name="transport">Sends.</param>
    /// <param name="route">The list's route, with its filters.</param>
    /// <param name="cursor">The query parameter that takes the id: <c>last_id</c> or <c>first_id</c>.</param>
    /// <param name="next">Gives the id to go on from, out of a page.</param>
    /// <param name="type">How an item is read.</param>
    /// <param name="most">How many are wanted at the most; all when null.</param>
    /// <param name="arrange">Puts the items of a page into the order of the list, where servers differ.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async IAsyncEnumerable<T> ByCursorAsync<T>(
        HttpTransport transport,
        Route route,
        string cursor,
        Func<T, string?> next,
        JsonTypeInfo<T> type,
        int? most,
        Func<IReadOnlyList<T>, IReadOnlyList<T>>? arrange,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : DifyResource
    {
        var limit = Limit(most, Largest);
        var left = most ?? int.MaxValue;
        string? from = null;
        var given = new HashSet<string>(StringComparer.Ordinal);
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        while (left > 0)
        {
            var asked = route.With("limit", limit.ToString(CultureInfo.InvariantCulture));
            var page = await GetAsync(transport, from is null ? asked : asked.With(cursor, from), cancellationToken).ConfigureAwait(false);
            var last = from;
            IReadOnlyList<T> records = page.Data.Select(item => Read(item, type, transport, "GET " + route.Template)).ToList();
            foreach (var record in arrange?.Invoke(records) ?? records)
            {
                if (left-- <= 0)
                    yield break;

                last = next(record) ?? last;
                // What is new may be behind what has moved down the list meanwhile, so that places that were passed come again.
                if (last is not null && given.Add(last))
                    cursors.Clear();
                yield return record;
            }

            // A server that says there is more but leads back to where the list has been would be asked for ever.
            if (page.HasMore != true || page.Data.Count == 0 || last is null or "" || !cursors.Add(last))
                yield break;

            from = last;
        }
    }

    /// <summary>A list whose pages have numbers.</summary>
    /// <param name="transport">Sends.</param>
    /// <param name="route">The list's route, with its filters.</param>
    /// <param name="type">How an item is read.</param>
    /// <param name="most">How many are wanted at the most; all when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async IAsyncEnumerable<T> ByNumberAsync<T>(
        HttpTransport transport,
        Route route,
        JsonTypeInfo<T> type,
        int? most,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : DifyResource
    {
        // The size has to stay the same: the number counts pages of that size.
        var limit = Limit(most, Largest);
        var left = most ?? int.MaxValue;
        IReadOnlyList<JsonElement> before = [];
        for (var number = 1; left > 0; number++)
        {
            var page = await GetAsync(
                    transport,
                    route
                        .With("page", number.ToString(CultureInfo.InvariantCulture))
                        .With("limit", limit.ToString(CultureInfo.InvariantCulture)),
                    cancellationToken
                )
                .ConfigureAwait(false);

            // A server that does not know the number gives the same page, and says that there is more, for ever.
            if (
                page.HasMore != false
                && page.Data.Select(item => item.GetRawText())
                    .SequenceEqual(before.Select(item => item.GetRawText()), StringComparer.Ordinal)
            )
            {
                yield break;
            }

            before = page.Data;
            foreach (var item in page.Data)
            {
                if (left-- <= 0)
                    yield break;

                yield return Read(item, type, transport, "GET " + route.Template);
            }

            // Not every list says whether there is more; a page that is not full is the last.
            if (page.HasMore == false || page.Data.Count == 0 || (page.HasMore is null && page.Data.Count < limit))
                yield break;
        }
    }

    /// <summary>One item out of its JSON.</summary>
    /// <exception cref="DifyConnectionException">It is not of the shape it should be (<c>InvalidResponse</c>).</exception>
    public static T Read<T>(JsonElement item, JsonTypeInfo<T> type, HttpTransport transport, string operation)
        where T : DifyResource
    {
        try
        {
            var record = item.ValueKind == JsonValueKind.Object ? item.Deserialize(type) : null;
            if (record is not null)
            {
                record.Json = item;
                return record;
            }
        }
        catch (JsonException e)
        {
            throw ExceptionMapper.Invalid(
                Strings.FormatAnswerOtherShape(transport.Server.DisplayName, operation, HtmlText.Sentence(e.Message)),
                operation,
                transport,
                e
            );
        }

        throw ExceptionMapper.Invalid(Strings.FormatAnswerNotAnObject(transport.Server.DisplayName, operation), operation, transport);
    }

    private static int Limit(int? most, int largest) => most is { } wanted && wanted < largest ? Math.Max(wanted, 1) : largest;

    private static System.Threading.Tasks.Task<Page> GetAsync(HttpTransport transport, Route route, CancellationToken cancellationToken) =>
        transport.GetAsync(route, PageJson.Default.Page, cancellationToken);
}

using System.Net.Http;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Paging;

/// <summary>Calls whose answer is something that keeps its whole JSON.</summary>
internal static class Records
{
    public static Task<T> GetRecordAsync<T>(
        this HttpTransport transport,
        Route route,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : DifyResource => transport.SendRecordAsync(new ApiRequest(HttpMethod.Get, route), type, cancellationToken);

    public static Task<T> SendRecordAsync<T>(
        this HttpTransport transport,
        ApiRequest call,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken
    )
        where T : DifyResource =>
        transport.SendAsync(call, json => Pages.Read(json, type, transport, call.Operation), cancellationToken);
}

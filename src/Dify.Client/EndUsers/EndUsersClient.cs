using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.EndUsers;

/// <summary>Who the end users of an app are (all modes).</summary>
public sealed class EndUsersClient
{
    private readonly HttpTransport _transport;

    internal EndUsersClient(HttpTransport transport) => _transport = transport;

    /// <summary>The end user an id stands for: <c>GET /end-users/{end_user_id}</c>.</summary>
    /// <param name="endUserId">The id, such as a file's or a feedback's.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The end user.</returns>
    /// <exception cref="ArgumentException">The id is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 404 <c>end_user_not_found</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<EndUser> GetAsync(string endUserId, CancellationToken cancellationToken = default) =>
        _transport.GetRecordAsync(Route.Of("/end-users/{end_user_id}", endUserId), EndUserJson.Default.EndUser, cancellationToken);
}

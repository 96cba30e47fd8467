using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Feedback;

/// <summary>
/// What people think of an app's answers (modes <c>chat</c>, <c>agent-chat</c>, <c>advanced-chat</c> and
/// <c>completion</c>).
/// </summary>
public sealed class FeedbackClient
{
    private readonly HttpTransport _transport;

    internal FeedbackClient(HttpTransport transport) => _transport = transport;

    /// <summary>
    /// Rates an answer, in the place of what its end user thought of it before:
    /// <c>POST /messages/{message_id}/feedbacks</c>.
    /// </summary>
    /// <param name="messageId">The message.</param>
    /// <param name="user">The end user who got the answer.</param>
    /// <param name="rating"><c>like</c> or <c>dislike</c>; null takes back what was said before.</param>
    /// <param name="content">What there is to say beside it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when Dify has noted it.</returns>
    /// <exception cref="ArgumentException">The message or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 404 when the user got no such message, 400 <c>invalid_param</c> when there is
    /// nothing to take back.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task SendAsync(
        string messageId,
        string user,
        string? rating,
        string? content = null,
        CancellationToken cancellationToken = default
    )
    {
        JsonBody.CheckUser(user);
        var body = new FeedbackBody
        {
            Rating = rating,
            Content = JsonBody.UnlessEmpty(content),
            User = user,
        };
        var call = JsonBody.Request(
            HttpMethod.Post,
            Route.Of("/messages/{message_id}/feedbacks", messageId),
            body,
            FeedbackRequestJson.Default.FeedbackBody
        );
        return _transport.SendAsync(call, cancellationToken);
    }

    /// <summary>
    /// All feedback on the app's answers, by all end users and admins, page by page as it is read: <c>GET /app/feedbacks</c>.
    /// </summary>
    /// <param name="first">How many are wanted at the most; all when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The feedback.</returns>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public IAsyncEnumerable<FeedbackItem> ListAsync(int? first = null, CancellationToken cancellationToken = default) =>
        Pages.ByNumberAsync(_transport, "/app/feedbacks", FeedbackJson.Default.FeedbackItem, first, cancellationToken);
}

using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Knowledge;

/// <summary>Knowledge bases, with a knowledge key.</summary>
public sealed class KnowledgeClient
{
    private readonly HttpTransport _transport;

    internal KnowledgeClient(HttpTransport transport) => _transport = transport;

    /// <summary>Finds out whether the key opens the knowledge bases: <c>GET /datasets</c>, of which one is asked for.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends well when it does.</returns>
    /// <exception cref="DifyApiException">Dify refuses, such as with 401 <c>unauthorized</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task VerifyAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync<object>(((Route)"/datasets").With("page", "1").With("limit", "1"), static json => json, cancellationToken);

    /// <summary>
    /// Finds out whether the key opens a knowledge base: <c>GET /datasets/{dataset_id}</c>. A key that is limited to chosen bases
    /// can do no more than that.
    /// </summary>
    /// <param name="knowledgeBaseId">The base's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends well when it does.</returns>
    /// <exception cref="DifyApiException">Dify refuses, such as with 403 <c>forbidden</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task VerifyAsync(string knowledgeBaseId, CancellationToken cancellationToken = default) =>
        _transport.GetAsync<object>(Route.Of("/datasets/{dataset_id}", knowledgeBaseId), static json => json, cancellationToken);
}

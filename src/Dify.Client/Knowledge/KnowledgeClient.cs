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
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends well when it does.</returns>
    /// <exception cref="DifyApiException">Dify refuses, such as with 401 <c>unauthorized</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task VerifyAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync(((Route)"/datasets").With("page", "1").With("limit", "1"), DifyJson.Default.JsonElement, cancellationToken);
}

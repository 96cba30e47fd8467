using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Apps;

/// <summary>What the app behind the key says of itself. All methods throw <see cref="DifyException"/>s.</summary>
public sealed class AppsClient
{
    private readonly HttpTransport _transport;

    internal AppsClient(HttpTransport transport) => _transport = transport;

    /// <summary>Name, description, tags, mode and author: <c>GET /info</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The app.</returns>
    /// <exception cref="DifyApiException">Dify refuses, such as with 401 <c>unauthorized</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<AppInfo> GetInfoAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("/info", AppInfo.From, cancellationToken);

    /// <summary>Input variables, features and limits: <c>GET /parameters</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The parameters.</returns>
    /// <exception cref="DifyApiException">Dify refuses, such as with 400 <c>app_unavailable</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<AppParameters> GetParametersAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("/parameters", AppParameters.From, cancellationToken);

    /// <summary>The icons of the app's tools: <c>GET /meta</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The icons.</returns>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<AppMeta> GetMetaAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("/meta", AppMeta.From, cancellationToken);

    /// <summary>The looks of the app's own web page: <c>GET /site</c>.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="DifyApiException">Dify refuses, such as with 403 <c>forbidden</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<SiteSettings> GetSiteAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync("/site", SiteSettings.From, cancellationToken);
}

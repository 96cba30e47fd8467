using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;
using Dify.Client.Transport.Redaction;
using Dify.Client.Values;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>
/// A token of the programmatic API, such as somebody gets who allows a device in their browser. It lists apps and exports
/// them; it makes no keys. It lasts for about two weeks, and nothing renews it.
/// </summary>
public sealed class DeviceCodeCredential : WorkspaceCredential
{
    private const string CatalogHeader = "X-Dify-Catalog";

    // Before the first request, and of servers that have no catalog.
    private static readonly object Unknown = new();
    private static readonly object NoCatalog = new();

    private readonly ApiKey _token;
    private object _catalog = Unknown;
    private string? _named;

    /// <summary>Makes one.</summary>
    /// <param name="token">The token, of whatever kind (<c>DIFY_TOKEN</c>).</param>
    /// <param name="workspaceId">The workspace of its requests.</param>
    /// <param name="expiresAt">When it ends, where that is known.</param>
    /// <param name="account">The e-mail address of its account, where that is known.</param>
    public DeviceCodeCredential(ApiKey token, string? workspaceId = null, DateTimeOffset? expiresAt = null, string? account = null)
    {
        _token = token ?? throw new ArgumentNullException(nameof(token));
        WorkspaceId = workspaceId;
        ExpiresAt = expiresAt;
        Account = account;
    }

    /// <summary>The workspace of its requests; null when none was chosen.</summary>
    public string? WorkspaceId { get; }

    /// <summary>When it ends; null when that is not known.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>The e-mail address of its account; null when that is not known.</summary>
    public string? Account { get; }

    /// <inheritdoc/>
    public override string Fingerprint => _token.Fingerprint;

    internal override bool IsProgrammatic => true;

    internal override bool IsReady => !ReferenceEquals(Current, Unknown);

    internal override IReadOnlyList<Secret> Secrets => [_token.Secret];

    private protected override object Current => Volatile.Read(ref _catalog);

    /// <summary>The same token for a workspace.</summary>
    /// <param name="workspaceId">The workspace.</param>
    /// <returns>Another credential.</returns>
    public DeviceCodeCredential In(string workspaceId) =>
        new(_token, workspaceId ?? throw new ArgumentNullException(nameof(workspaceId)), ExpiresAt, Account);

    /// <summary>The token as text for a vault. It is a secret.</summary>
    /// <returns>The text.</returns>
    public string ToSecret() => _token.Value;

    /// <summary>Shows the fingerprint, never the token.</summary>
    /// <returns>The fingerprint behind the word Token.</returns>
    public override string ToString() => "Token " + Fingerprint;

    internal override Task PrepareAsync(HttpTransport transport, CancellationToken cancellationToken) =>
        RefreshAsync(Unknown, transport, cancellationToken);

    internal override void Observe(HttpResponseMessage response, HttpTransport transport)
    {
        base.Observe(response, transport);
        if (response.Headers.TryGetValues(CatalogHeader, out var values))
            Volatile.Write(ref _named, values.FirstOrDefault());
    }

    // Each request says which catalog it was made by; refused for that, it was not carried out.
    internal override bool IsCurable(int status) => status == 412;

    internal override string? Advise(int status, string code) => status == 401 ? Strings.ActionConnectAgain : base.Advise(status, code);

    private protected override void Write(HttpRequestMessage request, object current)
    {
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _token.Value);
        if (current is string catalog)
            request.Headers.TryAddWithoutValidation(CatalogHeader, catalog);
    }

    private protected override async Task ReplaceAsync(object rejected, HttpTransport transport, CancellationToken cancellationToken)
    {
        var named = Volatile.Read(ref _named);
        Volatile.Write(
            ref _catalog,
            named is not null && !named.Equals(rejected as string, StringComparison.Ordinal)
                ? named
                : await FetchAsync(transport, cancellationToken).ConfigureAwait(false)
        );
    }

    private static async Task<object> FetchAsync(HttpTransport transport, CancellationToken cancellationToken)
    {
        var call = new ApiRequest(HttpMethod.Get, "/_catalog") { IsOpen = true };
        try
        {
            return Digest.Of(
                await transport
                    .SendAsync(
                        call,
                        (response, token) =>
                            ResponseReader.ReadWholeAsync(ResponseReader.OpenAsync(response, token), transport, call.Operation, token),
                        cancellationToken
                    )
                    .ConfigureAwait(false)
            );
        }
        catch (DifyApiException e) when (e.StatusCode == 404)
        {
            await CheckOnAsync(transport, cancellationToken).ConfigureAwait(false);
            return NoCatalog;
        }
    }

    // Up to 1.17 there is no catalog; switched off, there is nothing at all.
    private static async Task CheckOnAsync(HttpTransport transport, CancellationToken cancellationToken)
    {
        try
        {
            await transport
                .SendAsync(new ApiRequest(HttpMethod.Get, "/_version") { IsOpen = true }, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode == 404)
        {
            throw DeviceFlow.ApiOff(transport, e);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;
using Dify.Client.Transport.Redaction;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>
/// The admin key of a server of one's own (<c>ADMIN_API_KEY</c>): each request is that of the owner of the workspace it names.
/// It touches nobody's session.
/// </summary>
public sealed class AdminKeyCredential : WorkspaceCredential
{
    private readonly ApiKey _key;

    /// <summary>Makes one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="workspaceId">The workspace; null for what is in none, such as the list of all of them.</param>
    public AdminKeyCredential(ApiKey key, string? workspaceId)
        : this(key, workspaceId, facts: null) { }

    private AdminKeyCredential(ApiKey key, string? workspaceId, ServerFacts? facts)
        : base(facts)
    {
        _key = key ?? throw new ArgumentNullException(nameof(key));
        WorkspaceId = workspaceId;
    }

    /// <summary>The workspace of its requests.</summary>
    public string? WorkspaceId { get; }

    /// <inheritdoc/>
    public override string Fingerprint => _key.Fingerprint;

    internal override bool IsProgrammatic => false;

    internal override bool IsReady => Facts.Likely is { RefusesAdminKey: false };

    internal override IReadOnlyList<Secret> Secrets => [_key.Secret];

    private protected override object Current => _key;

    /// <summary>The same key for a workspace.</summary>
    /// <param name="workspaceId">The workspace.</param>
    /// <returns>Another credential.</returns>
    public AdminKeyCredential In(string workspaceId) =>
        new(_key, workspaceId ?? throw new ArgumentNullException(nameof(workspaceId)), Facts);

    /// <summary>Shows the fingerprint, never the key.</summary>
    /// <returns>The fingerprint behind the word AdminKey.</returns>
    public override string ToString() => "AdminKey " + Fingerprint;

    internal override async Task PrepareAsync(HttpTransport transport, CancellationToken cancellationToken)
    {
        if (Facts.Version is null)
            await ConsoleServer.DescribeAsync(transport, Facts, cancellationToken).ConfigureAwait(false);

        if (Facts.Version is { RefusesAdminKey: true })
        {
            throw new WorkspaceException(
                WorkspaceProblem.AdminKeyNotTaken,
                Strings.FormatAdminKeyNotTaken(transport.Server.DisplayName, Facts.VersionText),
                null,
                transport,
                Strings.ActionAdminKeyNotTaken
            );
        }
    }

    internal override bool IsCurable(int status) => false;

    internal override string? Advise(int status, string code) =>
        status == 401 && !(code is "not_setup" or "not_init_validated") ? Strings.ActionAdminKey : base.Advise(status, code);

    /// <summary>The same key for what is in no workspace.</summary>
    internal AdminKeyCredential InNone() => new(_key, workspaceId: null, Facts);

    private protected override void Write(HttpRequestMessage request, object current)
    {
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _key.Value);
        if (WorkspaceId is not null)
            request.Headers.TryAddWithoutValidation("X-WORKSPACE-ID", WorkspaceId);
    }

    private protected override Task ReplaceAsync(object rejected, HttpTransport transport, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}

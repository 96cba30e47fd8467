using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>The keys of one app, or those of the workspace's knowledge: the same work is done on both.</summary>
internal sealed class WorkspaceKeys
{
    private readonly WorkspaceClient _client;
    private readonly string? _appId;
    private readonly IReadOnlyList<string>? _bases;

    /// <param name="client">The workspace.</param>
    /// <param name="appId">The app; null for knowledge.</param>
    /// <param name="bases">The knowledge bases that a new key is to open; all when null.</param>
    public WorkspaceKeys(WorkspaceClient client, string? appId, IReadOnlyList<string>? bases = null) =>
        (_client, _appId, _bases) = (client, appId, bases);

    public KeyAttempt Begin() => _appId is { } id ? _client.AppKeys.Begin(id) : _client.KnowledgeKeys.Begin();

    public KeyAttempt End(KeyAttempt attempt) => _appId is null ? _client.KnowledgeKeys.End(attempt) : _client.AppKeys.End(attempt);

    public Task<WorkspaceKey> CreateAsync(KeyAttempt attempt, CancellationToken cancellationToken) =>
        _appId is null ? CreateOfKnowledgeAsync(attempt, cancellationToken) : _client.AppKeys.CreateAsync(attempt, cancellationToken);

    public Task<IReadOnlyList<WorkspaceKey>> ListAsync(CancellationToken cancellationToken) =>
        _appId is { } id ? _client.AppKeys.ListAsync(id, cancellationToken) : _client.KnowledgeKeys.ListAsync(cancellationToken);

    public Task<IReadOnlyList<WorkspaceKey>> FindAsync(KeyAttempt attempt, CancellationToken cancellationToken) =>
        _appId is null
            ? _client.KnowledgeKeys.FindAsync(attempt, cancellationToken)
            : _client.AppKeys.FindAsync(attempt, cancellationToken);

    public Task<KeyRemoval> DeleteAsync(string keyId, CancellationToken cancellationToken) =>
        _appId is { } id
            ? _client.AppKeys.DeleteAsync(id, keyId, cancellationToken)
            : _client.KnowledgeKeys.DeleteAsync(keyId, cancellationToken);

    private async Task<WorkspaceKey> CreateOfKnowledgeAsync(KeyAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.KnowledgeKeys.CreateAsync(attempt, _bases, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyApiException e) when (_bases is not null && e.StatusCode is (400 or 404))
        {
            throw new DifyCommandException(
                "KnowledgeBaseNotFound",
                ErrorCategory.ObjectNotFound,
                Strings.FormatKnowledgeBasesUnknown(string.Join(", ", _bases)),
                Strings.KnowledgeBasesUnknownAction,
                innerException: e
            );
        }
    }
}

/// <summary>The keys of a workspace that is open.</summary>
internal static class OpenWorkspaceKeys
{
    /// <summary>Those of an app, or of knowledge when null.</summary>
    public static WorkspaceKeys KeysOf(this OpenWorkspace open, string? appId) =>
        new(open.Client, appId, open.KnowledgeBaseIds);
}

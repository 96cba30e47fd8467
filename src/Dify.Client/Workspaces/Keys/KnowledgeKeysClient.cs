using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.Keys;

/// <summary>The keys of a workspace's knowledge, at most ten. All methods throw <see cref="DifyException"/>s.</summary>
public sealed class KnowledgeKeysClient
{
    private static readonly string List = "/datasets/api-keys";

    private readonly HttpTransport _transport;

    internal KnowledgeKeysClient(HttpTransport transport) => _transport = transport;

    /// <summary>Whether the server limits keys to chosen knowledge bases (1.17.1 and later); null before it told its version.</summary>
    public bool? TakesScopes => Ways.CredentialOf(_transport).Facts.Version?.ScopesKnowledgeKeys;

    /// <summary>The keys: <c>GET /datasets/api-keys</c>. Newer servers show a part of each only.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys.</returns>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 403: the role is too low.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<IReadOnlyList<WorkspaceKey>> ListAsync(CancellationToken cancellationToken = default) =>
        KeyOperations.ListAsync(_transport, List, cancellationToken);

    /// <summary>Notes what finds the key that is about to be made, should its answer be lost or this process end.</summary>
    /// <param name="known">The keys that are there now, where somebody has looked.</param>
    /// <returns>The attempt, for <see cref="CreateAsync"/>.</returns>
    public KeyAttempt Begin(IEnumerable<WorkspaceKey>? known = null) => KeyOperations.Begin(_transport, appId: null, known);

    /// <summary>
    /// Notes that nobody waits for the answer of an attempt any more, such as after a cancellation: a key that is made half a minute
    /// later is somebody else's.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <returns>The same, with <see cref="KeyAttempt.EndedAt"/> where the server's clock is known.</returns>
    public KeyAttempt End(KeyAttempt attempt) =>
        KeyOperations.End(_transport, attempt ?? throw new ArgumentNullException(nameof(attempt)));

    /// <summary>Makes a key: <c>POST /datasets/api-keys</c>. It is never sent again when the server may have it.</summary>
    /// <param name="attempt">What <see cref="Begin"/> gave.</param>
    /// <param name="knowledgeBaseIds">The bases that it is to open; all of the workspace when null or empty.</param>
    /// <param name="cancellationToken">Cancels the call; the key may have been made then.</param>
    /// <returns>The key, whole.</returns>
    /// <exception cref="WorkspaceException">
    /// There are ten already (<see cref="WorkspaceProblem.KeyLimitReached"/>), the answer was lost
    /// (<see cref="WorkspaceProblem.KeyCreationUncertain"/>), or the server cannot limit keys
    /// (<see cref="WorkspaceProblem.KeyScopeNotTaken"/>; no key is left).
    /// </exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 403: the role is too low.</exception>
    /// <exception cref="DifyConnectionException">The server was not reached; no key was made.</exception>
    public async Task<WorkspaceKey> CreateAsync(
        KeyAttempt attempt,
        IReadOnlyList<string>? knowledgeBaseIds = null,
        CancellationToken cancellationToken = default
    )
    {
        if (attempt is null)
            throw new ArgumentNullException(nameof(attempt));

        var wanted = knowledgeBaseIds is { Count: > 0 } ? knowledgeBaseIds : null;
        if (wanted is not null && TakesScopes == false)
        {
            // An older server would not notice what it is asked for, and give a key to everything.
            throw NotScoped();
        }

        var content = ConsoleBody.Of(new KnowledgeKeyBody { DatasetIds = wanted }, KeysRequestJson.Default.KnowledgeKeyBody);
        var key = await KeyOperations.CreateAsync(_transport, List, content, attempt, cancellationToken).ConfigureAwait(false);
        if (wanted is not null && !new HashSet<string>(wanted, StringComparer.OrdinalIgnoreCase).SetEquals(key.KnowledgeBaseIds ?? []))
        {
            await DeleteAsync(key.Id, CancellationToken.None).ConfigureAwait(false);
            throw NotScoped();
        }

        return key;
    }

    /// <summary>Finds the key that an attempt may have made: what is newer than it, and unused.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>None: no key was made. One: that is it. More: nobody can tell which.</returns>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<IReadOnlyList<WorkspaceKey>> FindAsync(KeyAttempt attempt, CancellationToken cancellationToken = default) =>
        KeyOperations.FindAsync(_transport, List, attempt ?? throw new ArgumentNullException(nameof(attempt)), cancellationToken);

    /// <summary>Deletes a key: <c>DELETE /datasets/api-keys/{key_id}</c>. It takes an admin or the owner. What is gone is done.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">The id is empty; nothing was sent.</exception>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 403: the role is too low.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<KeyRemoval> DeleteAsync(string keyId, CancellationToken cancellationToken = default) =>
        KeyOperations.DeleteAsync(_transport, Route.Of("/datasets/api-keys/{key_id}", keyId), cancellationToken);

    private WorkspaceException NotScoped() =>
        new(
            WorkspaceProblem.KeyScopeNotTaken,
            Strings.FormatKeyScopeNotTaken(
                _transport.Server.DisplayName,
                Ways.CredentialOf(_transport).ServerVersion ?? Strings.ServerVersionUntold
            ),
            "POST " + List,
            _transport,
            Strings.ActionKeyScope
        );
}

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.Keys;

/// <summary>The keys of apps, at most ten an app. All methods throw <see cref="DifyException"/>s.</summary>
public sealed class AppKeysClient
{
    private const string ListTemplate = "/apps/{app_id}/api-keys";

    private readonly HttpTransport _transport;

    internal AppKeysClient(HttpTransport transport) => _transport = transport;

    /// <summary>The keys of an app: <c>GET /apps/{app_id}/api-keys</c>. Newer servers show a part of each only.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys.</returns>
    /// <exception cref="ArgumentException">The id is empty; nothing was sent.</exception>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 404: there is no such app in the workspace.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<IReadOnlyList<WorkspaceKey>> ListAsync(string appId, CancellationToken cancellationToken = default) =>
        KeyOperations.ListAsync(_transport, ListOf(appId), cancellationToken);

    /// <summary>Notes what finds the key that is about to be made, should its answer be lost or this process end.</summary>
    /// <param name="appId">The app.</param>
    /// <param name="known">The keys that are there now, where somebody has looked: then it is found more surely.</param>
    /// <returns>The attempt, for <see cref="CreateAsync"/>.</returns>
    public KeyAttempt Begin(string appId, IEnumerable<WorkspaceKey>? known = null) =>
        KeyOperations.Begin(_transport, appId ?? throw new ArgumentNullException(nameof(appId)), known);

    /// <summary>
    /// Notes that nobody waits for the answer of an attempt any more, such as after a cancellation: a key that is made half a minute
    /// later is somebody else's.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <returns>The same, with <see cref="KeyAttempt.EndedAt"/> where the server's clock is known.</returns>
    public KeyAttempt End(KeyAttempt attempt) =>
        KeyOperations.End(_transport, attempt ?? throw new ArgumentNullException(nameof(attempt)));

    /// <summary>
    /// Makes a key: <c>POST /apps/{app_id}/api-keys</c>. Each request makes one more, so it is never sent again when the server
    /// may have it.
    /// </summary>
    /// <param name="attempt">What <see cref="Begin"/> gave.</param>
    /// <param name="cancellationToken">Cancels the call; the key may have been made then.</param>
    /// <returns>The key, whole.</returns>
    /// <exception cref="WorkspaceException">
    /// There are ten already (<see cref="WorkspaceProblem.KeyLimitReached"/>), or the answer was lost
    /// (<see cref="WorkspaceProblem.KeyCreationUncertain"/>: see <see cref="FindAsync"/>), or the way in cannot do that.
    /// </exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 403: the role is too low.</exception>
    /// <exception cref="DifyConnectionException">The server was not reached; no key was made.</exception>
    public Task<WorkspaceKey> CreateAsync(KeyAttempt attempt, CancellationToken cancellationToken = default) =>
        KeyOperations.CreateAsync(_transport, ListOf(AppOf(attempt)), ConsoleBody.Empty, attempt, cancellationToken);

    /// <summary>
    /// Finds the key that an attempt may have made: what is newer than it, and unused. Somebody else may have made one in the same
    /// seconds.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>None: no key was made. One: that is it. More: nobody can tell which.</returns>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<IReadOnlyList<WorkspaceKey>> FindAsync(KeyAttempt attempt, CancellationToken cancellationToken = default) =>
        KeyOperations.FindAsync(_transport, ListOf(AppOf(attempt)), attempt, cancellationToken);

    /// <summary>
    /// Deletes a key: <c>DELETE /apps/{app_id}/api-keys/{key_id}</c>. It takes an admin or the owner. What is gone is done.
    /// </summary>
    /// <param name="appId">The app.</param>
    /// <param name="keyId">The key's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">An id is empty; nothing was sent.</exception>
    /// <exception cref="WorkspaceException">The way in cannot do that (<see cref="WorkspaceProblem.NotThisWay"/>).</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 403: the role is too low.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<KeyRemoval> DeleteAsync(string appId, string keyId, CancellationToken cancellationToken = default) =>
        KeyOperations.DeleteAsync(_transport, Route.Of("/apps/{app_id}/api-keys/{key_id}", appId, keyId), cancellationToken);

    private static Route ListOf(string appId) => Route.Of(ListTemplate, appId);

    private static string AppOf(KeyAttempt attempt) =>
        (attempt ?? throw new ArgumentNullException(nameof(attempt))).AppId
        ?? throw new ArgumentException(Strings.KeyAttemptWithoutApp, nameof(attempt));
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// Makes keys so that none is left over: what is about to be made is noted before, and its id as soon as it is known. The lock of the app
/// has to be held.
/// </summary>
internal sealed class KeyMinter
{
    // A request that was sent by a process which was killed arrives, or never will. By the server's clock a key of ours is not made later
    // than this.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(3);

    // The same where its end is known.
    private static readonly TimeSpan EndedWindow = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan CleaningUp = TimeSpan.FromSeconds(30);

    private readonly AppRegistry _registry;
    private readonly KeyNotices _notices;

    public KeyMinter(AppRegistry registry, KeyNotices notices)
    {
        _registry = registry;
        _notices = notices;
        Journal = new KeyJournal(registry);
    }

    public KeyJournal Journal { get; }

    /// <summary>Makes a key and notes it; when the answer is lost, the key is found again, or revoked and made once more.</summary>
    /// <param name="open">The workspace.</param>
    /// <param name="draft">What is to be noted of it.</param>
    /// <param name="plan">Makes, with the key, the entry that it is for; null when it is for none yet.</param>
    /// <param name="cancellationToken">Ends it. The next run sees to what was begun.</param>
    public async Task<(KeyOperation Operation, WorkspaceKey Key)> MintAsync(
        OpenWorkspace open,
        KeyOperation draft,
        Func<WorkspaceKey, AppBinding?>? plan,
        CancellationToken cancellationToken
    )
    {
        for (var isSecond = false; ; isSecond = true)
        {
            var keys = open.KeysOf(draft.AppId);
            var attempt = keys.Begin();
            var operation = draft with { Id = Guid.NewGuid().ToString("N"), Step = KeyStep.Minting, StartedAt = attempt.StartedAt };
            await Journal.NoteAsync(operation, cancellationToken).ConfigureAwait(false);
            KeyPoint.Pass(KeyPoint.Noted);
            WorkspaceKey? key;
            try
            {
                key = await keys.CreateAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (WorkspaceException e) when (e.Code == WorkspaceProblem.KeyCreationUncertain)
            {
                key = await FindLostAsync(open, operation with { EndedAt = e.Attempt!.EndedAt }, e, isSecond, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await NoteEndAsync(operation with { EndedAt = keys.End(attempt).EndedAt }).ConfigureAwait(false);
                throw;
            }
            catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
            {
                // The server said no, or was never reached: there is nothing to look for.
                await Journal.ForgetAsync(operation, CancellationToken.None).ConfigureAwait(false);
                if (e is WorkspaceException { Code: WorkspaceProblem.KeyLimitReached })
                    throw await KeyErrors.LimitReachedAsync(open, draft.AppId, e, cancellationToken).ConfigureAwait(false);
                throw;
            }

            if (key is null)
                continue;
            HeldKeys.Add(key.Key!);
            KeyPoint.Pass(KeyPoint.Made);
            operation = operation with
            {
                Step = KeyStep.Minted,
                KeyId = key.Id,
                KeyFingerprint = key.Key!.Fingerprint,
                Planned = plan?.Invoke(key),
            };
            try
            {
                await Journal.NoteMadeAsync(operation, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (ErrorRecords.IsExpected(e))
            {
                await UndoAsync(open, operation).ConfigureAwait(false);
                throw;
            }

            KeyPoint.Pass(KeyPoint.Minted);
            return (operation, key);
        }
    }

    /// <summary>Revokes the key that was made, and forgets it; where that cannot be done, its id is told, and false is given.</summary>
    public async Task<bool> UndoAsync(OpenWorkspace open, KeyOperation operation)
    {
        // Whoever pressed Ctrl+C is not to be left with a key.
        using var soon = new CancellationTokenSource(CleaningUp);
        try
        {
            var isRevoked = await TryDeleteAsync(open, operation.AppId, operation.KeyId!, soon.Token).ConfigureAwait(false);
            if (!isRevoked)
            {
                var removal = KeyErrors.RemovalOf(open.Connection.Name, operation.AppId, operation.KeyId!);
                _notices.Once(Strings.FormatKeyLeftOver(operation.KeyId, _notices.NameOf(operation), open.Connection.Name, removal));
            }

            await Journal.ForgetAsync(operation, soon.Token).ConfigureAwait(false);
            return isRevoked;
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e))
        {
            _notices.Left(operation, operation.KeyId!, open.Connection.Name, e.Message);
            return false;
        }
    }

    /// <summary>
    /// Revokes a key; false where the role may not. One that is gone is done: the request of a process that was killed may have come late.
    /// </summary>
    public static async Task<bool> TryDeleteAsync(OpenWorkspace open, string? appId, string keyId, CancellationToken cancellationToken)
    {
        try
        {
            var removal = await open.KeysOf(appId).DeleteAsync(keyId, cancellationToken).ConfigureAwait(false);
            // The app is gone, and its keys with it; unless the session has moved to another workspace just now.
            if (removal == KeyRemoval.AppNotFound)
                await open.Client.Workspaces.RequireCurrentAsync(open.Connection.WorkspaceId, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DifyApiException e) when (e.StatusCode == 403)
        {
            return false;
        }
    }

    /// <summary>
    /// The keys that work which was cut off may have made: made in its time, never used, and none that is known to belong to anything.
    /// </summary>
    public async Task<IReadOnlyList<WorkspaceKey>> FindAsync(
        OpenWorkspace open,
        KeyOperation operation,
        CancellationToken cancellationToken
    )
    {
        var attempt = new KeyAttempt
        {
            AppId = operation.AppId,
            StartedAt = operation.StartedAt,
            EndedAt = operation.EndedAt ?? operation.StartedAt + Window,
        };
        var found = await open.KeysOf(operation.AppId).FindAsync(attempt, cancellationToken).ConfigureAwait(false);
        var known = _registry
            .Apps.Select(app => app.KeyId)
            .Concat(Journal.Operations.SelectMany(one => new[] { one.KeyId, one.OldKeyId }))
            .Concat(operation.Known ?? [])
            .ToList();
        return
        [
            .. found.Where(key =>
                !known.Contains(key.Id, StringComparer.OrdinalIgnoreCase)
                && !(key.Key is { } whole && _registry.Apps.Any(app => app.KeyFingerprint == whole.Fingerprint))
            ),
        ];
    }

    /// <summary>Whether no request of that work can be under way any more.</summary>
    public static bool IsOver(KeyOperation operation) =>
        DateTimeOffset.UtcNow - operation.Noted > (operation.EndedAt is null ? Window : EndedWindow);

    // Without the note the key is looked for as that of a process that was killed.
    private async Task NoteEndAsync(KeyOperation operation)
    {
        try
        {
            await Journal.NoteAsync(operation, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DifyCommandException)
        {
        }
    }

    // The key, where the server shows it whole; null when another one may be made.
    private async Task<WorkspaceKey?> FindLostAsync(
        OpenWorkspace open,
        KeyOperation operation,
        WorkspaceException failure,
        bool isFinal,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(open, operation, cancellationToken).ConfigureAwait(false);
        if (found.Count == 1 && found[0].Key is not null)
            return found[0];
        if (found.Count == 1)
        {
            var lost = operation with { KeyId = found[0].Id };
            if (!await TryDeleteAsync(open, lost.AppId, found[0].Id, cancellationToken).ConfigureAwait(false))
            {
                await Journal.ForgetAsync(operation, cancellationToken).ConfigureAwait(false);
                throw KeyErrors.Lost(open, operation, _notices.NameOf(operation), found, failure);
            }

            await Journal.ForgetAsync(operation, cancellationToken).ConfigureAwait(false);
        }
        else if (found.Count > 1)
        {
            await Journal.ForgetAsync(operation, cancellationToken).ConfigureAwait(false);
            throw KeyErrors.Lost(open, operation, _notices.NameOf(operation), found, failure);
        }
        else if (failure.Attempt!.IsAnswered)
        {
            // None was made, and none will come: what somebody makes from now on is theirs.
            await Journal.ForgetAsync(operation, cancellationToken).ConfigureAwait(false);
            if (isFinal)
                throw failure.InnerException!;
        }
        else
        {
            // It may come still: the note stays, and whoever looks later revokes it.
            await Journal.NoteAsync(operation, cancellationToken).ConfigureAwait(false);
            if (isFinal)
                throw KeyErrors.Uncertain(open, operation, _notices.NameOf(operation), failure);
        }

        return null;
    }
}

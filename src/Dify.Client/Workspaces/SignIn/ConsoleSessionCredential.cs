using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;
using Dify.Client.Transport.Redaction;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>
/// A person's session at the console. Refused, it is renewed once, and signed in anew where a password is known; a password
/// that was refused is not given again.
/// </summary>
public sealed class ConsoleSessionCredential : WorkspaceCredential
{
    // Stands in the place of a session until the first request.
    private static readonly ConsoleSession None = new(string.Empty, null, null, string.Empty, default);

    private readonly ConsolePassword? _password;
    private readonly ISessionStore? _store;
    private readonly List<Secret> _before = [];
    private ConsoleSession _session;
    private Task? _replacing;
    private ConsoleSession? _dead;
    private WorkspaceException? _refusal;

    /// <summary>Makes one.</summary>
    /// <param name="session">The session; null to sign in with the first request.</param>
    /// <param name="password">What to sign in with when the session cannot be renewed.</param>
    /// <param name="store">Where the session is kept for other processes.</param>
    /// <exception cref="ArgumentException">There is neither a session nor a password.</exception>
    public ConsoleSessionCredential(ConsoleSession? session, ConsolePassword? password = null, ISessionStore? store = null)
    {
        if (session is null && password is null)
            throw new ArgumentException(Strings.SessionMissing, nameof(session));

        _session = session ?? None;
        _password = password;
        _store = store;
    }

    /// <summary>The session in use now; null before the first sign-in.</summary>
    public ConsoleSession? Session => Now is var session && ReferenceEquals(session, None) ? null : session;

    /// <inheritdoc/>
    public override string Fingerprint => Session?.Fingerprint ?? Strings.SessionNone;

    internal override bool IsProgrammatic => false;

    internal override bool IsReady => Session is not null;

    internal override IReadOnlyList<Secret> Secrets
    {
        get
        {
            List<Secret> secrets = [.. Session?.Secrets ?? []];
            if (_password is not null)
                secrets.Add(_password.Secret);

            lock (_before)
            {
                secrets.AddRange(_before);
            }

            return secrets;
        }
    }

    private protected override object Current => Now;

    private ConsoleSession Now => Volatile.Read(ref _session);

    /// <summary>Shows the fingerprint, never a token.</summary>
    /// <returns>The fingerprint behind the word Session.</returns>
    public override string ToString() => Session?.ToString() ?? Strings.SessionNone;

    internal override Task PrepareAsync(HttpTransport transport, CancellationToken cancellationToken) =>
        RefreshAsync(None, transport, cancellationToken);

    /// <summary>Renews the session, so that the one that the server thinks of as the newest is this one; false when it is over.</summary>
    internal async Task<bool> RenewAsync(HttpTransport transport, CancellationToken cancellationToken)
    {
        using var held = _store is null ? null : await _store.LockAsync(cancellationToken).ConfigureAwait(false);
        var kept = _store is null ? null : await _store.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (kept is not null && await RenewAsync(kept, transport).ConfigureAwait(false))
            || await RenewAsync(Now, transport).ConfigureAwait(false);
    }

    private protected override void Write(HttpRequestMessage request, object current) => ((ConsoleSession)current).Write(request);

    // Once begun, it goes on to its end even if the caller gives up: the token it uses works once, and the answer is all
    // that is left of the session.
    private protected override Task ReplaceAsync(object rejected, HttpTransport transport, CancellationToken cancellationToken)
    {
        if (_replacing is null or { IsCompleted: true })
            _replacing = ReplaceAsync((ConsoleSession)rejected, transport);

        return Waiting.UntilAsync(_replacing, cancellationToken);
    }

    private async Task ReplaceAsync(ConsoleSession rejected, HttpTransport transport)
    {
        using var held = _store is null ? null : await _store.LockAsync(CancellationToken.None).ConfigureAwait(false);
        if (
            _store is not null
            && await _store.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } kept
            && !kept.Equals(rejected)
        )
        {
            // Another process was here first. What it kept may have grown old since.
            Remember(kept);
            if (await ConsoleRenewal.IsAliveAsync(transport, kept, CancellationToken.None).ConfigureAwait(false))
            {
                Take(kept);
                return;
            }

            if (await RenewAsync(kept, transport).ConfigureAwait(false))
                return;
        }

        if (!await RenewAsync(rejected, transport).ConfigureAwait(false))
            await KeepAsync(await SignInAsync(transport).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task<bool> RenewAsync(ConsoleSession session, HttpTransport transport)
    {
        if (!session.CanRefresh || session.Equals(_dead))
            return false;

        if (await ConsoleRenewal.RefreshAsync(transport, Facts, session, CancellationToken.None).ConfigureAwait(false) is { } fresh)
        {
            await KeepAsync(fresh).ConfigureAwait(false);
            return true;
        }

        _dead = session;
        return false;
    }

    private async Task<ConsoleSession> SignInAsync(HttpTransport transport)
    {
        if (_password is null)
        {
            throw new WorkspaceException(
                WorkspaceProblem.SessionEnded,
                Strings.FormatSessionEnded(transport.Server.DisplayName),
                null,
                transport,
                Strings.ActionConnectAgain
            );
        }

        if (_refusal is { } before)
        {
            throw new WorkspaceException(
                before.Code,
                before.Message,
                before.Operation,
                transport,
                before.RecommendedAction,
                before.InnerException
            );
        }

        try
        {
            return await ConsoleLogin.WithPasswordAsync(transport, Facts, _password, CancellationToken.None).ConfigureAwait(false);
        }
        catch (WorkspaceException e)
            when (e.Code is WorkspaceProblem.PasswordRefused or WorkspaceProblem.AccountLocked or WorkspaceProblem.AccountBanned)
        {
            _refusal = e;
            throw;
        }
    }

    // In this order: what cannot be kept is in use all the same, and the one before is gone.
    private Task KeepAsync(ConsoleSession session)
    {
        Take(session);
        return _store?.WriteAsync(session, CancellationToken.None) ?? Task.CompletedTask;
    }

    private void Take(ConsoleSession session)
    {
        Remember(Now);
        Volatile.Write(ref _session, session);
    }

    // What the server said of an older session may be told later.
    private void Remember(ConsoleSession session)
    {
        lock (_before)
        {
            _before.Clear();
            _before.AddRange(ReferenceEquals(session, None) ? [] : session.Secrets);
        }
    }
}

using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace Dify.Simulator.Console;

/// <summary>A session's tokens as they are handed out.</summary>
internal sealed record TokenSet(string Access, string Refresh, string Csrf);

/// <summary>
/// The tokens of sessions. Access tokens last for their time, logged out or not; a token that renews a session works once,
/// and the newest of an account has a slot of its own, which is all that logging out looks at.
/// </summary>
internal sealed class ConsoleTokens(SimulatorState state)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, (SimulatedAccount Account, DateTimeOffset Expires)> _access = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (SimulatedAccount Account, DateTimeOffset Expires)> _csrf = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (SimulatedAccount Account, DateTimeOffset Expires)> _refresh = new(
        StringComparer.Ordinal
    );
    private readonly ConcurrentDictionary<SimulatedAccount, string> _newest = new();

    public TokenSet Issue(SimulatedAccount account, TimeSpan access, TimeSpan refresh)
    {
        var now = state.Time.GetUtcNow();
        var set = new TokenSet(Jwt(account), Random(64), Jwt(account));
        foreach (var token in new[] { set.Access, set.Refresh, set.Csrf })
            state.Console.Note(token);
        lock (_lock)
        {
            _access[set.Access] = (account, now + access);
            _csrf[set.Csrf] = (account, now + access);
            _refresh[set.Refresh] = (account, now + refresh);
            _newest[account] = set.Refresh;
        }

        return set;
    }

    public SimulatedAccount? Access(string? token) => Find(_access, token);

    public SimulatedAccount? Csrf(string? token) => Find(_csrf, token);

    /// <summary>Takes a token that renews a session: whoever comes with it again has nothing.</summary>
    public SimulatedAccount? TakeRefresh(string? token) =>
        token is not null && _refresh.TryRemove(token, out var one) && one.Expires > state.Time.GetUtcNow() ? one.Account : null;

    public void LogOut(SimulatedAccount account)
    {
        if (_newest.TryRemove(account, out var newest))
            _refresh.TryRemove(newest, out _);
    }

    public void ExpireAccess()
    {
        _access.Clear();
        _csrf.Clear();
    }

    public void Clear()
    {
        ExpireAccess();
        _refresh.Clear();
        _newest.Clear();
    }

    public static string Random(int length) =>
        RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", length);

    private SimulatedAccount? Find(
        ConcurrentDictionary<string, (SimulatedAccount Account, DateTimeOffset Expires)> tokens,
        string? token
    ) => token is not null && tokens.TryGetValue(token, out var one) && one.Expires > state.Time.GetUtcNow() ? one.Account : null;

    // Of the form that real ones have; nobody looks into it.
    private static string Jwt(SimulatedAccount account) =>
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
        + Base64($$"""{"user_id":"{{account.Id}}","jti":"{{Guid.NewGuid()}}"}""")
        + "."
        + Random(43);

    private static string Base64(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}

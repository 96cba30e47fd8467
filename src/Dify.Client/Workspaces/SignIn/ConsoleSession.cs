using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using Dify.Client.Transport;
using Dify.Client.Transport.Redaction;
using Dify.Client.Values;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>
/// A session at the console: its tokens, as one piece. A vault can keep <see cref="ToSecret"/>; text forms show the
/// fingerprint.
/// </summary>
public sealed class ConsoleSession : IEquatable<ConsoleSession>
{
    private const int Form = 1;

    private IReadOnlyList<Secret>? _secrets;

    /// <param name="access">Opens the routes, for an hour or so.</param>
    /// <param name="refresh">Gets another session, once.</param>
    /// <param name="csrf">
    /// The word against forged requests; null for servers that want none, which take the access token as a bearer.
    /// </param>
    /// <param name="cookiePrefix">What stands before the names of the cookies.</param>
    /// <param name="obtainedAt">When.</param>
    internal ConsoleSession(string access, string? refresh, string? csrf, string cookiePrefix, DateTimeOffset obtainedAt)
    {
        Access = access;
        Refresh = refresh;
        Csrf = csrf;
        CookiePrefix = cookiePrefix;
        ObtainedAt = obtainedAt;
        Fingerprint = ApiKey.FingerprintOf(access);
    }

    /// <summary>Tells it from others without showing it.</summary>
    public string Fingerprint { get; }

    /// <summary>When it was obtained, by the clock of the machine that did.</summary>
    public DateTimeOffset ObtainedAt { get; }

    /// <summary>Whether it can be renewed without signing in again.</summary>
    public bool CanRefresh => Refresh is not null;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Access { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string? Refresh { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string? Csrf { get; }

    internal string CookiePrefix { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal IReadOnlyList<Secret> Secrets => _secrets ??= Find();

    /// <summary>Takes a session from what <see cref="ToSecret"/> gave.</summary>
    /// <param name="secret">The text of the secret.</param>
    /// <returns>The session.</returns>
    /// <exception cref="FormatException">It is none.</exception>
    public static ConsoleSession FromSecret(string secret)
    {
        try
        {
            using var json = JsonDocument.Parse(secret ?? throw new ArgumentNullException(nameof(secret)), JsonFormat.Reading);
            var root = json.RootElement;
            return new ConsoleSession(
                root.GetProperty("access").GetString() ?? throw new FormatException(Strings.SessionUnreadable),
                root.TryGetProperty("refresh", out var refresh) ? refresh.GetString() : null,
                root.TryGetProperty("csrf", out var csrf) ? csrf.GetString() : null,
                root.TryGetProperty("prefix", out var prefix) ? prefix.GetString() ?? string.Empty : string.Empty,
                DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("at").GetInt64())
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentOutOfRangeException)
        {
            // What it says may quote the secret.
            throw new FormatException(Strings.SessionUnreadable);
        }
    }

    /// <summary>The same session for somebody who must not renew it: what renews it works once, and is another's to use.</summary>
    /// <returns>A session that is over when the server says so.</returns>
    public ConsoleSession WithoutRefresh() => new(Access, refresh: null, Csrf, CookiePrefix, ObtainedAt);

    /// <summary>The session as text for a vault. It is a secret: who has it is signed in.</summary>
    /// <returns>The text.</returns>
    public string ToSecret()
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, JsonFormat.Writing))
        {
            writer.WriteStartObject();
            writer.WriteNumber("form", Form);
            writer.WriteString("access", Access);
            writer.WriteString("refresh", Refresh);
            writer.WriteString("csrf", Csrf);
            writer.WriteString("prefix", CookiePrefix);
            writer.WriteNumber("at", ObtainedAt.ToUnixTimeSeconds());
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <inheritdoc/>
    public bool Equals(ConsoleSession? other) =>
        other is not null && Access == other.Access && Refresh == other.Refresh && Csrf == other.Csrf;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConsoleSession);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Fingerprint);

    /// <summary>Shows the fingerprint, never a token.</summary>
    /// <returns>The fingerprint behind the word Session.</returns>
    public override string ToString() => "Session " + Fingerprint;

    /// <summary>Signs a request.</summary>
    internal void Write(HttpRequestMessage request)
    {
        if (Csrf is null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + Access);
            return;
        }

        request.Headers.TryAddWithoutValidation("Cookie", $"{Cookie(ConsoleCookies.Access, Access)}; {Cookie(ConsoleCookies.Csrf, Csrf)}");
        request.Headers.TryAddWithoutValidation("X-CSRF-Token", Csrf);
    }

    /// <summary>Puts into a request what gets another session.</summary>
    internal void WriteRefresh(HttpRequestMessage request) =>
        request.Headers.TryAddWithoutValidation("Cookie", Cookie(ConsoleCookies.Refresh, Refresh!));

    private string Cookie(string name, string value) => CookiePrefix + name + "=" + value;

    private List<Secret> Find()
    {
        var secrets = new List<Secret> { new(Access, Strings.RedactedToken) };
        if (Refresh is not null)
            secrets.Add(new Secret(Refresh, Strings.RedactedToken));

        if (Csrf is not null)
            secrets.Add(new Secret(Csrf, Strings.RedactedToken));

        return secrets;
    }
}

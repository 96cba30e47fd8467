using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.Keys;

/// <summary>What the keys of apps and of knowledge have in common.</summary>
internal static class KeyOperations
{
    // The times of keys and of answers are whole seconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(2);

    // How far apart two clocks may be when the server's is not known.
    private static readonly TimeSpan Unknown = TimeSpan.FromMinutes(10);

    // How long a request may still be worked on that nobody waits for any more: behind a gateway that gave up, or a line that was cut.
    private static readonly TimeSpan Trail = TimeSpan.FromSeconds(30);

    public static KeyAttempt Begin(HttpTransport transport, string? appId, IEnumerable<WorkspaceKey>? known)
    {
        var (facts, clock) = (Ways.CredentialOf(transport).Facts, transport.Options.Clock);
        return new KeyAttempt
        {
            AppId = appId,
            StartedAt = facts.Now(clock) - (facts.HasClock ? Rounding : Unknown),
            KnownKeyIds = known?.Select(key => key.Id).ToList(),
        };
    }

    /// <summary>The attempt, when nobody waits for its answer any more.</summary>
    public static KeyAttempt End(HttpTransport transport, KeyAttempt attempt, bool isAnswered = false)
    {
        var (facts, clock) = (Ways.CredentialOf(transport).Facts, transport.Options.Clock);
        return attempt with
        {
            IsAnswered = isAnswered,
            EndedAt = facts.HasClock ? facts.Now(clock) + (isAnswered ? Rounding : Trail) : null,
        };
    }

    public static async Task<IReadOnlyList<WorkspaceKey>> ListAsync(
        HttpTransport transport,
        Route route,
        CancellationToken cancellationToken
    )
    {
        Ways.RequireConsole(transport, "GET " + route.Template);
        var call = new ApiRequest(HttpMethod.Get, route) { HidesAnswer = true };
        var list = await transport.SendAsync(call, KeysJson.Default.KeyList, cancellationToken).ConfigureAwait(false);
        return [.. list.Data.Select(WorkspaceKey.From)];
    }

    /// <summary>Makes a key, by one request that is never sent again once the server may have it.</summary>
    public static async Task<WorkspaceKey> CreateAsync(
        HttpTransport transport,
        Route route,
        Func<HttpContent> content,
        KeyAttempt attempt,
        CancellationToken cancellationToken
    )
    {
        Ways.RequireConsole(transport, "POST " + route.Template);
        var call = new ApiRequest(HttpMethod.Post, route) { Content = content, HidesAnswer = true };
        try
        {
            var key = WorkspaceKey.From(
                await transport.SendAsync(call, KeysJson.Default.KeyFields, cancellationToken).ConfigureAwait(false)
            );
            return key is { Key: not null, Id.Length: > 0 }
                ? key
                : throw ExceptionMapper.Hidden(transport, call.Operation);
        }
        catch (DifyApiException e) when (IsLimit(e))
        {
            throw new WorkspaceException(
                WorkspaceProblem.KeyLimitReached,
                Strings.FormatKeyLimitReached(transport.Server.DisplayName),
                call.Operation,
                transport,
                Strings.ActionKeyLimit,
                e
            );
        }
        catch (DifyException e) when (MayBeDone(e))
        {
            throw new WorkspaceException(
                WorkspaceProblem.KeyCreationUncertain,
                Strings.FormatKeyCreationUncertain(transport.Server.DisplayName, call.Operation, e.Message),
                call.Operation,
                transport,
                Strings.ActionKeyUncertain,
                e
            )
            {
                Attempt = End(transport, attempt, IsAnswered(e)),
            };
        }
    }

    /// <summary>The keys that an attempt may have made: new ones that nobody has used.</summary>
    public static async Task<IReadOnlyList<WorkspaceKey>> FindAsync(
        HttpTransport transport,
        Route route,
        KeyAttempt attempt,
        CancellationToken cancellationToken
    )
    {
        var keys = await ListAsync(transport, route, cancellationToken).ConfigureAwait(false);
        return
        [
            .. keys.Where(key =>
                key.LastUsedAt is null
                && !(key.CreatedAt < attempt.StartedAt)
                && !(key.CreatedAt > attempt.EndedAt)
                && attempt.KnownKeyIds?.Contains(key.Id) != true
            ),
        ];
    }

    public static async Task<KeyRemoval> DeleteAsync(HttpTransport transport, Route route, CancellationToken cancellationToken)
    {
        Ways.RequireConsole(transport, "DELETE " + route.Template);
        try
        {
            await transport.DeleteAsync(route, null, cancellationToken).ConfigureAwait(false);
            return KeyRemoval.Deleted;
        }
        catch (DifyApiException e) when (e.StatusCode == 404)
        {
            // Only the words tell which of the two is missing.
            return e.Message.IndexOf("api key", StringComparison.OrdinalIgnoreCase) >= 0 ? KeyRemoval.WasGone : KeyRemoval.AppNotFound;
        }
    }

    private static bool IsLimit(DifyApiException refusal) =>
        refusal.Code == "max_keys_exceeded"
        || (refusal.StatusCode == 400 && refusal.Message.IndexOf("create more", StringComparison.OrdinalIgnoreCase) >= 0);

    // A gateway answers while the server behind it may still be at work.
    private static bool IsAnswered(DifyException failure) => failure is DifyApiException { StatusCode: not (408 or 502 or 503 or 504) };

    private static bool MayBeDone(DifyException failure) =>
        failure switch
        {
            DifyConnectionException { NeverConnected: true }
            or DifyConnectionException { Code: DifyConnectionException.RedirectRefused or DifyConnectionException.ProxyFailed } => false,
            DifyConnectionException => true,
            DifyApiException { StatusCode: 408 or >= 500 } => true,
            _ => false,
        };
}

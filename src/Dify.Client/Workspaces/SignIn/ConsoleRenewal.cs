using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>What becomes of a session: it is renewed, asked whether it is alive, and ended.</summary>
internal static class ConsoleRenewal
{
    /// <summary>Renews a session. Its token is used up by that.</summary>
    /// <returns>The session; null when the server does not take the token any more.</returns>
    public static async Task<ConsoleSession?> RefreshAsync(
        HttpTransport transport,
        ServerFacts facts,
        ConsoleSession session,
        CancellationToken cancellationToken
    )
    {
        var usesCookies = facts.Version?.UsesCookies ?? session.Csrf is not null;
        var call = new ApiRequest(HttpMethod.Post, "/refresh-token")
        {
            Content = usesCookies
                ? ConsoleBody.Empty
                : ConsoleBody.Of(new RefreshBody { RefreshToken = session.Refresh }, SignInRequestJson.Default.RefreshBody),
            Headers = usesCookies ? session.WriteRefresh : null,
            IsOpen = true,
            HidesAnswer = true,
        };
        try
        {
            return await transport
                .SendAsync(call, (response, token) => SignInAnswers.ReadAsync(response, transport, call, null, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DifyApiException e) when (e.StatusCode == 401)
        {
            return LoginFailures.IsServerState(e) ? throw LoginFailures.From(e, string.Empty, isCode: false, transport)! : null;
        }
    }

    /// <summary>Whether a session opens the routes still.</summary>
    public static async Task<bool> IsAliveAsync(HttpTransport transport, ConsoleSession session, CancellationToken cancellationToken)
    {
        try
        {
            await transport
                .SendAsync(new ApiRequest(HttpMethod.Get, "/account/profile") { Headers = session.Write, IsOpen = true }, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (DifyApiException e) when (e.StatusCode == 401)
        {
            return false;
        }
    }

    /// <summary>Ends a session at the server.</summary>
    public static Task LogOutAsync(HttpTransport transport, ServerFacts facts, ConsoleSession session, CancellationToken cancellationToken)
    {
        var usesCookies = facts.Version?.UsesCookies ?? session.Csrf is not null;
        var call = new ApiRequest(usesCookies ? HttpMethod.Post : HttpMethod.Get, "/logout")
        {
            Content = usesCookies ? ConsoleBody.Empty : null,
            Headers = session.Write,
            IsOpen = true,
            IsRepeatable = true,
        };
        return transport.SendAsync(call, cancellationToken);
    }
}

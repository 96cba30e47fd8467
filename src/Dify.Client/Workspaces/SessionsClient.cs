using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;
using Dify.Client.Workspaces.SignIn;

namespace Dify.Client.Workspaces;

/// <summary>The session itself. All methods throw <see cref="DifyException"/>s.</summary>
public sealed class SessionsClient
{
    private readonly HttpTransport _transport;

    internal SessionsClient(HttpTransport transport) => _transport = transport;

    /// <summary>
    /// Ends the session at the server, and no other one of the person. The console remembers the newest session of an account
    /// only, and logging out ends that one, whoever asks: so this session is renewed first (<c>POST /refresh-token</c>), and
    /// then logged out (<c>/logout</c>). A token of the programmatic API is revoked (<c>DELETE /account/sessions/self</c>).
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether there was something to end: an admin key has no session, and one that is over stays so.</returns>
    /// <exception cref="DifyApiException">Dify refuses.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<bool> SignOutAsync(CancellationToken cancellationToken = default)
    {
        switch (_transport.Credential)
        {
            case ConsoleSessionCredential { Session: not null } session:
                if (!await session.RenewAsync(_transport, cancellationToken).ConfigureAwait(false))
                    return false;

                await ConsoleRenewal.LogOutAsync(_transport, session.Facts, session.Session!, cancellationToken).ConfigureAwait(false);
                return true;
            case DeviceCodeCredential:
                try
                {
                    await _transport.DeleteAsync("/account/sessions/self", null, cancellationToken).ConfigureAwait(false);
                    return true;
                }
                catch (DifyApiException e) when (e.StatusCode == 401)
                {
                    return false;
                }

            default:
                return false;
        }
    }
}

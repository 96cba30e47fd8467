using System.Net.Http;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>What a console tells anybody: its version, and who may come in which way.</summary>
internal static class ConsoleServer
{
    /// <summary>What the server tells anybody; nothing secret is sent for it.</summary>
    public static async Task<ConsoleServerInfo> DescribeAsync(
        HttpTransport transport,
        ServerFacts facts,
        CancellationToken cancellationToken
    )
    {
        var features = await GetAsync(transport, "/system-features", SignInJson.Default.SystemFeatures, cancellationToken)
            .ConfigureAwait(false);
        if (facts.Version is null)
            facts.VersionText = await AskServiceAsync(transport, cancellationToken).ConfigureAwait(false);

        return new ConsoleServerInfo
        {
            Version = facts.VersionText,
            IsSetUp = await IsSetUpAsync(transport, cancellationToken).ConfigureAwait(false),
            AllowsPasswords = features.EnableEmailPasswordLogin != false,
            AllowsEmailCodes = features.EnableEmailCodeLogin == true,
            IsSingleSignOnOnly = features.SsoEnforcedForSignin == true,
        };
    }

    /// <summary>Throws where nobody can sign in there by an account of its own.</summary>
    public static void RequireOpen(ConsoleServerInfo info, HttpTransport transport)
    {
        if (info.IsSetUp == false)
        {
            throw new WorkspaceException(
                WorkspaceProblem.ServerNotSetUp,
                Strings.FormatSignInNotSetUp(transport.Server.DisplayName),
                null,
                transport,
                Strings.ActionSetUpServer
            );
        }

        if (info.IsSingleSignOnOnly)
        {
            throw new WorkspaceException(
                WorkspaceProblem.SingleSignOnOnly,
                Strings.FormatSignInSingleSignOn(transport.Server.DisplayName),
                null,
                transport,
                Strings.ActionOtherWayIn
            );
        }
    }

    private static async Task<bool?> IsSetUpAsync(HttpTransport transport, CancellationToken cancellationToken)
    {
        try
        {
            var state = await GetAsync(transport, "/setup", SignInJson.Default.SetupState, cancellationToken).ConfigureAwait(false);
            return state.Step switch
            {
                "finished" => true,
                "not_started" => false,
                _ => null,
            };
        }
        catch (DifyApiException e) when (e.StatusCode is 403 or 404)
        {
            return null;
        }
    }

    // Something on the way may have taken the header off; the Service API says it in its words.
    private static async Task<string?> AskServiceAsync(HttpTransport transport, CancellationToken cancellationToken)
    {
        try
        {
            var service = transport.At(WorkspaceServer.Service(transport.Server));
            var version = (
                await GetAsync(service, "/", SignInJson.Default.ServiceWelcome, cancellationToken).ConfigureAwait(false)
            ).ServerVersion;
            if (ServerVersion.Parse(version) is not null)
                return version;
        }
        catch (DifyException)
        {
            // The caller says what it means that the version is not known.
        }

        return null;
    }

    private static Task<T> GetAsync<T>(HttpTransport transport, Route route, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => transport.SendAsync(new ApiRequest(HttpMethod.Get, route) { IsOpen = true }, type, cancellationToken);
}

using System;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>Signing in at the console, renewing a session and ending it, in the dialect of the server's version.</summary>
internal static class ConsoleLogin
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

    /// <summary>Signs in with a password, once and in one encoding.</summary>
    public static async Task<ConsoleSession> WithPasswordAsync(
        HttpTransport transport,
        ServerFacts facts,
        ConsolePassword password,
        CancellationToken cancellationToken
    )
    {
        var info = await DescribeAsync(transport, facts, cancellationToken).ConfigureAwait(false);
        CheckServer(info, transport);
        if (!info.AllowsPasswords)
            throw LoginFailures.Off(transport, Strings.FormatSignInPasswordsOff(transport.Server.DisplayName));

        var body = new LoginBody
        {
            Email = password.Email,
            Password = Encode(password.Value, facts, transport),
            RememberMe = true,
        };
        var call = new ApiRequest(HttpMethod.Post, "/login")
        {
            Content = ConsoleBody.Of(body, SignInRequestJson.Default.LoginBody),
            IsOpen = true,
            HidesAnswer = true,
        };
        return await SignInAsync(transport, call, password.Email, isCode: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Has a code sent to an address.</summary>
    /// <returns>The token that goes with the code.</returns>
    public static async Task<string> SendCodeAsync(
        HttpTransport transport,
        ServerFacts facts,
        string email,
        CancellationToken cancellationToken
    )
    {
        var info = await DescribeAsync(transport, facts, cancellationToken).ConfigureAwait(false);
        CheckServer(info, transport);
        if (!info.AllowsEmailCodes)
            throw LoginFailures.Off(transport, Strings.FormatSignInCodesOff(transport.Server.DisplayName));

        var body = new EmailCodeBody { Email = email, Language = "en-US" };
        var call = new ApiRequest(HttpMethod.Post, "/email-code-login")
        {
            Content = ConsoleBody.Of(body, SignInRequestJson.Default.EmailCodeBody),
            IsOpen = true,
            HidesAnswer = true,
        };
        try
        {
            var answer = await transport.SendAsync(call, SignInJson.Default.SignInAnswer, cancellationToken).ConfigureAwait(false);
            return
                answer is { Result: "success", Data: { ValueKind: JsonValueKind.String } data }
                && data.GetString() is { Length: > 0 } value
                ? value
                : throw LoginFailures.Failed(answer, email, call.Operation, transport);
        }
        catch (DifyApiException e)
        {
            throw LoginFailures.From(e, email, isCode: true, transport) ?? (Exception)e;
        }
    }

    /// <summary>Signs in with a code that came by e-mail.</summary>
    public static Task<ConsoleSession> WithCodeAsync(
        HttpTransport transport,
        ServerFacts facts,
        EmailCode sent,
        string code,
        CancellationToken cancellationToken
    )
    {
        var body = new EmailCodeCheckBody
        {
            Email = sent.Email,
            Code = Encode(code, facts, transport),
            Token = sent.Token,
        };
        var call = new ApiRequest(HttpMethod.Post, "/email-code-login/validity")
        {
            Content = ConsoleBody.Of(body, SignInRequestJson.Default.EmailCodeCheckBody),
            IsOpen = true,
            HidesAnswer = true,
        };
        return SignInAsync(transport, call, sent.Email, isCode: true, cancellationToken);
    }

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
                .SendAsync(call, (response, token) => ReadAsync(response, transport, call, null, token), cancellationToken)
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

    private static async Task<ConsoleSession> SignInAsync(
        HttpTransport transport,
        ApiRequest call,
        string email,
        bool isCode,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await transport
                .SendAsync(call, (response, token) => ReadAsync(response, transport, call, email, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DifyApiException e)
        {
            throw LoginFailures.From(e, email, isCode, transport) ?? (Exception)e;
        }
    }

    // The answer tells best which dialect it is in: builds between two releases have the number of the older one.
    private static async Task<ConsoleSession> ReadAsync(
        HttpResponseMessage response,
        HttpTransport transport,
        ApiRequest call,
        string? email,
        CancellationToken cancellationToken
    )
    {
        var answer = await ResponseReader
            .ReadJsonAsync(response, SignInJson.Default.SignInAnswer, transport, call, cancellationToken)
            .ConfigureAwait(false);
        if (answer.Result != "success")
            throw LoginFailures.Failed(answer, email, call.Operation, transport);

        var now = transport.Options.Clock.GetUtcNow();
        return ConsoleCookies.Read(response, now)
            ?? Tokens(answer, now)
            ?? throw ExceptionMapper.Invalid(
                Strings.FormatSignInWithoutSession(transport.Server.DisplayName, call.Operation),
                call.Operation,
                transport,
                advice: Strings.ActionConsoleAddress
            );
    }

    private static ConsoleSession? Tokens(SignInAnswer answer, DateTimeOffset now) =>
        answer.Data is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty("access_token", out var access)
        && access.ValueKind == JsonValueKind.String
            ? new ConsoleSession(
                access.GetString()!,
                data.TryGetProperty("refresh_token", out var refresh) ? refresh.GetString() : null,
                null,
                string.Empty,
                now
            )
            : null;

    private static void CheckServer(ConsoleServerInfo info, HttpTransport transport)
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

    private static string Encode(string secret, ServerFacts facts, HttpTransport transport)
    {
        var version = facts.Version
            ?? throw new WorkspaceException(
                WorkspaceProblem.ServerVersionUnknown,
                Strings.FormatSignInVersionUnknown(transport.Server.DisplayName),
                null,
                transport,
                Strings.ActionConsoleAddress
            );
        return version.EncodesPasswords ? Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) : secret;
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

using System;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>Signing in at the console, in the dialect of the server's version.</summary>
internal static class ConsoleLogin
{
    /// <summary>Signs in with a password, once and in one encoding.</summary>
    public static async Task<ConsoleSession> WithPasswordAsync(
        HttpTransport transport,
        ServerFacts facts,
        ConsolePassword password,
        CancellationToken cancellationToken
    )
    {
        var info = await ConsoleServer.DescribeAsync(transport, facts, cancellationToken).ConfigureAwait(false);
        ConsoleServer.RequireOpen(info, transport);
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
        var info = await ConsoleServer.DescribeAsync(transport, facts, cancellationToken).ConfigureAwait(false);
        ConsoleServer.RequireOpen(info, transport);
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
                .SendAsync(call, (response, token) => SignInAnswers.ReadAsync(response, transport, call, email, token), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DifyApiException e)
        {
            throw LoginFailures.From(e, email, isCode, transport) ?? (Exception)e;
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
}

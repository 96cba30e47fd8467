using System;
using System.Text.Json;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>What a refused sign-in means. A status of 200 may be one, and a code may say another thing than its name.</summary>
internal static class LoginFailures
{
    /// <summary>The exception for a refusal; null when it says nothing about signing in.</summary>
    public static WorkspaceException? From(DifyApiException refusal, string email, bool isCode, HttpTransport transport)
    {
        var server = transport.Server.DisplayName;
        var (code, message, advice) = (refusal.StatusCode, refusal.Code) switch
        {
            (401, "not_setup" or "not_init_validated") => (
                WorkspaceProblem.ServerNotSetUp,
                Strings.FormatSignInNotSetUp(server),
                Strings.ActionSetUpServer
            ),
            (401, "authentication_failed") => (
                WorkspaceProblem.PasswordRefused,
                Strings.FormatSignInPasswordRefused(server, email),
                Strings.ActionPassword
            ),
            (400, "email_password_login_limit") or (429, "email_code_login_limit" or "email_password_login_limit") => (
                WorkspaceProblem.AccountLocked,
                Strings.FormatSignInLocked(server, email),
                Strings.ActionAccountLocked
            ),
            (429, "email_code_login_rate_limit_exceeded" or "email_send_ip_limit") => (
                WorkspaceProblem.TooManyCodes,
                Strings.FormatSignInTooManyCodes(server, email),
                Strings.ActionTooManyCodes
            ),
            (400, "account_banned") => (
                WorkspaceProblem.AccountBanned,
                Strings.FormatSignInBanned(server, email),
                Strings.ActionAskAdministrator
            ),
            (400, "account_not_found") => (
                WorkspaceProblem.AccountNotFound,
                Strings.FormatSignInNoAccount(server, email),
                Strings.ActionPassword
            ),
            (400, "account_not_initialized" or "account_in_freeze") => (
                WorkspaceProblem.AccountNotActive,
                Strings.FormatSignInNotActive(server, email),
                Strings.ActionActivateAccount
            ),
            (400, "limit_exceeded" or "not_allowed_create_workspace") => (
                WorkspaceProblem.AccountWithoutWorkspace,
                Strings.FormatSignInNoWorkspace(server, email),
                Strings.ActionAskAdministrator
            ),
            (400, "email_code_error" or "invalid_or_expired_token" or "invalid_email") when isCode => (
                WorkspaceProblem.CodeRefused,
                Strings.FormatSignInCodeRefused(server, email),
                Strings.ActionNewCode
            ),
            (403, _) => (WorkspaceProblem.SignInOff, Strings.FormatSignInOff(server), Strings.ActionOtherWayIn),
            _ => default,
        };
        return code is null ? null : new WorkspaceException(code, message, refusal.Operation, transport, advice, refusal);
    }

    /// <summary>Whether it is the server's own state that is refused, which no sign-in cures.</summary>
    public static bool IsServerState(DifyApiException refusal) => refusal.Code is "not_setup" or "not_init_validated";

    public static WorkspaceException Off(HttpTransport transport, string message) =>
        new(WorkspaceProblem.SignInOff, message, null, transport, Strings.ActionOtherWayIn);

    /// <summary>An answer of status 200 that is a failure.</summary>
    public static WorkspaceException Failed(SignInAnswer answer, string? email, string operation, HttpTransport transport)
    {
        var server = transport.Server.DisplayName;
        if (answer.Code == "account_not_found")
        {
            // Its data is a token to register with.
            return new WorkspaceException(
                WorkspaceProblem.AccountNotFound,
                Strings.FormatSignInNoAccount(server, email ?? string.Empty),
                operation,
                transport,
                Strings.ActionPassword
            );
        }

        var said =
            answer.Data is { ValueKind: JsonValueKind.String } data && data.GetString() is { } text && text.IndexOf(' ') > 0
                ? HtmlText.Sentence(HtmlText.Said(text, transport))
                : null;
        return said is not null && said.IndexOf("workspace", StringComparison.OrdinalIgnoreCase) >= 0
            ? new WorkspaceException(
                WorkspaceProblem.AccountWithoutWorkspace,
                Strings.FormatSignInNoWorkspace(server, email ?? string.Empty),
                operation,
                transport,
                Strings.ActionAskAdministrator
            )
            : new WorkspaceException(
                WorkspaceProblem.SignInFailed,
                Strings.FormatSignInFailed(server, said ?? Strings.SignInNoReason),
                operation,
                transport,
                Strings.ActionOtherWayIn
            );
    }
}

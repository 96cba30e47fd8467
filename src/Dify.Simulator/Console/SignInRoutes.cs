using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Console;

/// <summary>Signing in, renewing a session and ending it.</summary>
internal static class SignInRoutes
{
    private const int MostWrongPasswords = 5;

    public static void Add(ConsoleMap map)
    {
        map.Open("GET", "/system-features", static call => call.ReplyAsync(Features(call.Console)));
        map.Open("GET", "/setup", static call =>
            call.ReplyAsync(new JsonObject { ["step"] = call.Console.IsSetUp ? "finished" : "not_started", ["setup_at"] = null })
        );
        map.Open("POST", "/login", LogInAsync);
        map.Open("POST", "/email-code-login", SendCodeAsync);
        map.Open("POST", "/email-code-login/validity", CheckCodeAsync);
        map.Open("POST", "/refresh-token", RefreshAsync);
        map.SignedIn(static dialect => !dialect.UsesCookies, "GET", "/logout", LogOutAsync);
        map.SignedIn(static dialect => dialect.UsesCookies, "POST", "/logout", LogOutAsync);
    }

    private static JsonObject Features(SimulatedConsole console) =>
        new()
        {
            ["sso_enforced_for_signin"] = console.IsSingleSignOnOnly,
            ["sso_enforced_for_signin_protocol"] = console.IsSingleSignOnOnly ? "saml" : "",
            ["enable_email_password_login"] = console.AllowsPasswords,
            ["enable_email_code_login"] = console.AllowsEmailCodes,
            ["enable_social_oauth_login"] = false,
            ["is_allow_register"] = console.AllowsRegistration,
            ["is_allow_create_workspace"] = false,
            ["license"] = new JsonObject { ["status"] = "none", ["expired_at"] = "" },
        };

    private static Task LogInAsync(ConsoleCall call)
    {
        RequireSetUp(call.Console);
        var body = call.Body("email", "password", "remember_me", "invite_token", "language");
        var (email, console) = (body.Text("email"), call.Console);
        if (!console.AllowsPasswords || console.IsSingleSignOnOnly)
            throw new DifyError(403, "forbidden", "Password login is switched off.");

        var password = Decode(console, body.Text("password"));
        if (console.WrongPasswords.GetValueOrDefault(email) >= MostWrongPasswords)
            throw new DifyError(429, "email_code_login_limit", "Too many incorrect password attempts. Please try again later.");

        var account = console.Account(email);
        if (account is null && console.Dialect.TellsUnknownAccounts)
        {
            return console.AllowsRegistration
                ? call.ReplyAsync(
                    new JsonObject
                    {
                        ["result"] = "fail",
                        ["data"] = Guid.NewGuid().ToString(),
                        ["code"] = "account_not_found",
                    }
                )
                : throw new DifyError(400, "account_not_found", "Account not found.");
        }

        CheckStatus(account);
        if (account?.Password is null || account.Password != password)
        {
            console.WrongPasswords.AddOrUpdate(email, 1, static (_, count) => count + 1);
            throw new DifyError(401, "authentication_failed", "Invalid email or password.");
        }

        console.WrongPasswords.TryRemove(email, out _);
        return LetInAsync(call, account);
    }

    private static Task SendCodeAsync(ConsoleCall call)
    {
        RequireSetUp(call.Console);
        var email = call.Body("email", "language").Text("email");
        if (!call.Console.AllowsEmailCodes)
            throw new DifyError(403, "forbidden", "Email code login is switched off.");

        return call.Console.Account(email) is null && !call.Console.AllowsRegistration
            ? throw new DifyError(400, "account_not_found", "Account not found.")
            : call.ReplyAsync(new JsonObject { ["result"] = "success", ["data"] = call.Console.Codes.Send(email) });
    }

    private static Task CheckCodeAsync(ConsoleCall call)
    {
        var body = call.Body("email", "code", "token", "language", "timezone");
        var email = body.Text("email");
        return call.Console.Codes.Check(body.Text("token"), email, Decode(call.Console, body.Text("code"))) switch
        {
            null => throw new DifyError(400, "invalid_or_expired_token", "The token is invalid or has expired."),
            false => throw new DifyError(400, "email_code_error", "Email code is invalid or expired."),
            _ => LetInAsync(call, call.Console.Account(email) ?? throw new DifyError(400, "account_not_found", "Account not found.")),
        };
    }

    private static Task RefreshAsync(ConsoleCall call)
    {
        RequireSetUp(call.Console);
        var console = call.Console;
        var token = console.Dialect.UsesCookies
            ? call.Context.Request.Cookies[ConsoleMap.CookieName(call.State, "refresh_token")]
            : call.Body("refresh_token").Text("refresh_token");
        if (token is null)
            throw new RefreshError("No refresh token provided");

        return console.Tokens.TakeRefresh(token) is { } account
            ? HandOutAsync(call, account)
            : throw new RefreshError("Invalid refresh token");
    }

    private static Task LogOutAsync(ConsoleCall call)
    {
        if (call.Account is { } account)
            call.Console.Tokens.LogOut(account);

        return call.ReplyAsync(new JsonObject { ["result"] = "success" });
    }

    private static Task LetInAsync(ConsoleCall call, SimulatedAccount account)
    {
        CheckStatus(account);
        return account.Roles.Count == 0
            ? call.ReplyAsync(
                new JsonObject
                {
                    ["result"] = "fail",
                    ["data"] = "workspace not found, please contact system admin to invite you to join in a workspace",
                }
            )
            : HandOutAsync(call, account);
    }

    private static Task HandOutAsync(ConsoleCall call, SimulatedAccount account)
    {
        var console = call.Console;
        var tokens = console.Tokens.Issue(account, console.AccessLifetime, console.RefreshLifetime);
        if (!console.Dialect.UsesCookies)
        {
            return call.ReplyAsync(
                new JsonObject
                {
                    ["result"] = "success",
                    ["data"] = new JsonObject { ["access_token"] = tokens.Access, ["refresh_token"] = tokens.Refresh },
                }
            );
        }

        SetCookie(call, "access_token", tokens.Access, console.AccessLifetime, isHidden: true);
        SetCookie(call, "refresh_token", tokens.Refresh, console.RefreshLifetime, isHidden: true);
        SetCookie(call, "csrf_token", tokens.Csrf, console.AccessLifetime, isHidden: false);
        return call.ReplyAsync(new JsonObject { ["result"] = "success" });
    }

    private static void SetCookie(ConsoleCall call, string name, string value, TimeSpan age, bool isHidden) =>
        call.Context.Response.Cookies.Append(
            ConsoleMap.CookieName(call.State, name),
            value,
            new CookieOptions
            {
                HttpOnly = isHidden,
                Secure = call.Console.IsConfiguredForHttps,
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = age,
                Expires = call.State.Time.GetUtcNow() + age,
            }
        );

    // What is no Base64 is no wrong password.
    private static string Decode(SimulatedConsole console, string secret)
    {
        if (!console.Dialect.EncodesPasswords)
            return secret;

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(secret));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new DifyError(401, "authentication_failed", "Invalid encrypted data");
        }
    }

    private static void CheckStatus(SimulatedAccount? account)
    {
        switch (account?.Status)
        {
            case "banned":
                throw new DifyError(400, "account_banned", "Account is banned.");
            case "pending":
                throw new DifyError(400, "account_not_initialized", "The account has not been initialized yet.");
            case "frozen":
                throw new DifyError(400, "account_in_freeze", "This email account has been deleted within the past 30 days.");
        }
    }

    private static void RequireSetUp(SimulatedConsole console)
    {
        if (!console.IsSetUp)
            throw new DifyError(401, "not_setup", "Dify has not been initialized and installed yet.");
    }
}

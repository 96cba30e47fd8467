using System;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>Reads the session that an answer brings, in cookies or in its body.</summary>
internal static class SignInAnswers
{
    // The answer tells best which dialect it is in: builds between two releases have the number of the older one.
    public static async Task<ConsoleSession> ReadAsync(
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
}

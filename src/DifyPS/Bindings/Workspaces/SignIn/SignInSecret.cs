using System;
using System.IO;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dify.Client;
using Dify.Client.Values;
using Dify.Client.Workspaces.SignIn;

namespace DifyPS.Bindings.Workspaces.SignIn;

/// <summary>
/// A sign-in as the module keeps it in a vault, in one piece: the account, its password where that is remembered, the session that all
/// processes share, and the word that seals the entry.
/// </summary>
internal sealed record SignInSecret
{
    private const int Form = 1;
    private const int SealBytes = 24;

    private readonly string _seal;
    private readonly SecureString? _password;

    private SignInSecret(string seal, string? email, SecureString? password, ConsoleSession? session)
    {
        _seal = seal;
        _password = password;
        SealKey = ApiKey.FromString(seal);
        Password = password is null ? null : ConsolePassword.FromSecureString(email ?? string.Empty, password);
        Session = session;
    }

    /// <summary>Keys the seal; made once, and kept as long as the sign-in.</summary>
    public ApiKey SealKey { get; }

    public ConsolePassword? Password { get; }

    public ConsoleSession? Session { get; init; }

    public static SignInSecret Make(string? email, SecureString? password, ConsoleSession? session) =>
        new(NewSeal(), email, password, session);

    /// <summary>Takes it from a vault; null when it is something else.</summary>
    public static SignInSecret? Read(SecureString secret)
    {
        try
        {
            using var json = JsonDocument.Parse(TextOf(secret), JsonFormat.Reading);
            var root = json.RootElement;
            return new SignInSecret(
                Text(root, "seal") ?? string.Empty,
                Text(root, "email"),
                Text(root, "password") is { } password ? new NetworkCredential(string.Empty, password).SecurePassword : null,
                Text(root, "session") is { } session ? ConsoleSession.FromSecret(session) : null
            );
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            // What they say may quote it.
            return null;
        }
    }

    /// <summary>The same under the seal of another: an entry that this other one sealed is sealed by it as well.</summary>
    public SignInSecret SealedLike(SignInSecret other) => new(other._seal, Password?.Email, _password, Session);

    /// <summary>As text for a vault.</summary>
    public SecureString Write()
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, JsonFormat.Writing))
        {
            writer.WriteStartObject();
            writer.WriteNumber("form", Form);
            if (Password is not null)
            {
                writer.WriteString("email", Password.Email);
                writer.WriteString("password", TextOf(_password!));
            }

            if (Session is not null)
                writer.WriteString("session", Session.ToSecret());
            writer.WriteString("seal", _seal);
            writer.WriteEndObject();
        }

        return new NetworkCredential(string.Empty, Encoding.UTF8.GetString(text.ToArray())).SecurePassword;
    }

    private static string TextOf(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;

    private static string? Text(JsonElement root, string field) =>
        root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string NewSeal()
    {
        var bytes = new byte[SealBytes];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}

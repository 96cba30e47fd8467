using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using Dify.Client.Transport.Redaction;
using Dify.Client.Values;

namespace Dify.Client;

/// <summary>What a key opens, judged by its prefix alone.</summary>
public enum ApiKeyKind
{
    /// <summary>No known prefix: a gateway may issue keys of its own, so this is not an error.</summary>
    Unknown,

    /// <summary>An app's key (<c>app-…</c>).</summary>
    App,

    /// <summary>A knowledge key (<c>dataset-…</c>).</summary>
    Knowledge,
}

/// <summary>
/// A Dify API key. Its value goes into the Authorization header and nowhere else: text forms show the fingerprint.
/// </summary>
public sealed class ApiKey : IEquatable<ApiKey>
{
    private Secret? _secret;

    private ApiKey(string value)
    {
        Value = value;
        Fingerprint = FingerprintOf(value);
        Kind = value.StartsWith("app-", StringComparison.Ordinal) ? ApiKeyKind.App
            : value.StartsWith("dataset-", StringComparison.Ordinal) ? ApiKeyKind.Knowledge
            : ApiKeyKind.Unknown;
    }

    /// <summary>The first 16 hexadecimal digits (lower case) of the SHA-256 of the key: tells keys apart without showing them.</summary>
    public string Fingerprint { get; }

    /// <summary>What the key's prefix says it opens.</summary>
    public ApiKeyKind Kind { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal string Value { get; }

    /// <summary>How it is found in texts, to be taken out of them.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal Secret Secret => _secret ??= new Secret(Value, Strings.RedactedKey);

    /// <summary>Takes a key from text; white space around it is dropped.</summary>
    /// <param name="value">The key.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">Nothing is left, or a character cannot be part of a key.</exception>
    public static ApiKey FromString(string value)
    {
        var trimmed = (value ?? throw new ArgumentNullException(nameof(value))).Trim();
        if (trimmed.Length == 0)
            throw new ArgumentException(Strings.ApiKeyEmpty, nameof(value));

        foreach (var character in trimmed)
        {
            if (character is < '\x21' or > '\x7E')
            {
                throw new ArgumentException(
                    Strings.ApiKeyBadCharacter,
                    nameof(value));
            }
        }

        return new ApiKey(trimmed);
    }

    /// <summary>Takes a key from a <see cref="SecureString"/>; white space around it is dropped.</summary>
    /// <param name="value">The key.</param>
    /// <returns>The key.</returns>
    /// <exception cref="ArgumentException">Nothing is left, or a character cannot be part of a key.</exception>
    public static ApiKey FromSecureString(SecureString value)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value));

        var memory = Marshal.SecureStringToGlobalAllocUnicode(value);
        try
        {
            return FromString(Marshal.PtrToStringUni(memory, value.Length));
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(memory);
        }
    }

    /// <summary>The key as a <see cref="SecureString"/>, such as a vault takes it.</summary>
    /// <returns>A copy that is the caller's to dispose of.</returns>
    public SecureString ToSecureString()
    {
        var value = new SecureString();
        foreach (var character in Value)
            value.AppendChar(character);

        value.MakeReadOnly();
        return value;
    }

    /// <summary>
    /// The HMAC-SHA256 of some data, keyed by this key: whoever has the key can tell that the data is as it was, and nobody learns the
    /// key from it.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <returns>32 bytes.</returns>
    public byte[] ComputeHmac(byte[] data)
    {
        using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(Value));
        return hmac.ComputeHash(data ?? throw new ArgumentNullException(nameof(data)));
    }

    /// <summary>
    /// Takes the key out of a text, in whatever form it is written there (escaped, in base64, with line ends within, in part).
    /// </summary>
    /// <param name="text">The text, such as what a server said.</param>
    /// <returns>The text, with words in the place of the key.</returns>
    public string Redact(string text) => Redactor.Redact(text ?? throw new ArgumentNullException(nameof(text)), Secret);

    /// <inheritdoc/>
    public bool Equals(ApiKey? other) => other is not null && string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ApiKey);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Fingerprint);

    /// <summary>Shows the fingerprint, never the key.</summary>
    /// <returns>The fingerprint behind the word ApiKey.</returns>
    public override string ToString() => "ApiKey " + Fingerprint;

    internal static string FingerprintOf(string value) => Digest.Of(value, bytes: 8);
}

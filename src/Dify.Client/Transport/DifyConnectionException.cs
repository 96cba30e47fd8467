using System;

namespace Dify.Client;

/// <summary>No usable answer came from the server, or the request was not sent for the key's sake.</summary>
public sealed class DifyConnectionException : DifyException
{
    /// <summary>Code: the server cannot be reached, or the connection was lost before the answer was there.</summary>
    public const string ConnectionFailed = nameof(ConnectionFailed);

    /// <summary>Code: the answer did not come within <see cref="DifyClientOptions.RequestTimeout"/>.</summary>
    public const string RequestTimeout = nameof(RequestTimeout);

    /// <summary>Code: the server pointed to another address; it was not followed, and the key not sent there.</summary>
    public const string RedirectRefused = nameof(RedirectRefused);

    /// <summary>Code: the key would have travelled unencrypted over the network; nothing was sent.</summary>
    public const string UnencryptedAuthenticationRefused = nameof(UnencryptedAuthenticationRefused);

    /// <summary>Code: what answered does not speak as Dify does (not HTTP, not JSON, too large).</summary>
    public const string InvalidResponse = nameof(InvalidResponse);

    /// <summary>Code: the server's certificate is not trusted, or no encrypted connection came about.</summary>
    public const string CertificateRejected = nameof(CertificateRejected);

    internal DifyConnectionException(string message, string code, string? operation, Exception? inner = null, bool neverConnected = false)
        : base(message, code, operation, inner) => NeverConnected = neverConnected;

    /// <inheritdoc/>
    public override string? RecommendedAction => Code switch
    {
        ConnectionFailed => "Check the server's address, that it runs, and the network, proxy and firewall on the way.",
        RequestTimeout => "Try again, or give the call more time.",
        RedirectRefused => "Use the address the server really has (https instead of http, the right host and path).",
        UnencryptedAuthenticationRefused => "Use https://, or allow unencrypted authentication if this network is to be trusted with the key.",
        InvalidResponse => "Check that the address is the one of Dify's Service API (it usually ends with /v1).",
        CertificateRejected => "Have the server's certificate trusted on this machine, or skip the certificate check if you know why it fails.",
        _ => null,
    };

    /// <summary>The connection was never made, so the request cannot have been carried out.</summary>
    public bool NeverConnected { get; }
}

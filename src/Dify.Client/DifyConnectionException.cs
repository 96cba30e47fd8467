using System;
using Dify.Client.Transport;

namespace Dify.Client;

/// <summary>No usable answer came from the server, or the request was not sent for the key's sake.</summary>
public sealed class DifyConnectionException : DifyException
{
    /// <summary>
    /// Code: the server cannot be reached for another reason than those below, or the connection was lost before the answer was there.
    /// </summary>
    public const string ConnectionFailed = nameof(ConnectionFailed);

    /// <summary>Code: no address is known for the server's name.</summary>
    public const string HostNotFound = nameof(HostNotFound);

    /// <summary>Code: the machine is there, and nothing listens at the port.</summary>
    public const string ConnectionRefused = nameof(ConnectionRefused);

    /// <summary>Code: there is no way to the machine.</summary>
    public const string NetworkUnreachable = nameof(NetworkUnreachable);

    /// <summary>Code: nothing answered when a connection was asked for.</summary>
    public const string ConnectTimeout = nameof(ConnectTimeout);

    /// <summary>Code: the proxy on the way cannot be reached, or does not open the way.</summary>
    public const string ProxyFailed = nameof(ProxyFailed);

    /// <summary>Code: the answer did not come within <see cref="DifyClientOptions.RequestTimeout"/>.</summary>
    public const string RequestTimeout = nameof(RequestTimeout);

    /// <summary>Code: the server pointed to another address; it was not followed, and the key not sent there.</summary>
    public const string RedirectRefused = nameof(RedirectRefused);

    /// <summary>Code: the key would have travelled unencrypted over the network; nothing was sent.</summary>
    public const string UnencryptedAuthenticationRefused = nameof(UnencryptedAuthenticationRefused);

    /// <summary>Code: what answered does not speak as Dify does (not HTTP, not JSON, too large).</summary>
    public const string InvalidResponse = nameof(InvalidResponse);

    /// <summary>Code: the server's certificate is not trusted, not valid now, or made for another name.</summary>
    public const string CertificateRejected = nameof(CertificateRejected);

    /// <summary>Code: no encrypted connection came about, and a certificate is not to blame.</summary>
    public const string EncryptionFailed = nameof(EncryptionFailed);

    internal DifyConnectionException(
        string message,
        string code,
        string? operation,
        HttpTransport transport,
        Exception? inner = null,
        bool neverConnected = false
    )
        : base(message, code, operation, transport, inner) => NeverConnected = neverConnected;

    /// <inheritdoc/>
    public override string? RecommendedAction => Advice ?? Code switch
    {
        ConnectionFailed => Strings.ActionConnectionFailed,
        HostNotFound => Strings.ActionHostNotFound,
        ConnectionRefused => Strings.ActionConnectionRefused,
        NetworkUnreachable => Strings.ActionNetworkUnreachable,
        ConnectTimeout => Strings.ActionConnectTimeout,
        ProxyFailed when ProxyStatus == 407 => HasProxyPassword ? Strings.ActionProxyPassword : Strings.ActionProxyAuthentication,
        ProxyFailed => Strings.ActionProxyFailed,
        RequestTimeout => Strings.ActionRequestTimeout,
        RedirectRefused => Strings.ActionRedirectRefused,
        UnencryptedAuthenticationRefused => Strings.ActionUnencrypted,
        InvalidResponse => Strings.ActionInvalidResponse,
        CertificateRejected => Strings.ActionCertificateRejected,
        EncryptionFailed => Strings.ActionEncryptionFailed,
        _ => null,
    };

    internal string? Advice { get; init; }

    /// <summary>The connection was never made, so the request cannot have been carried out.</summary>
    public bool NeverConnected { get; }

    /// <summary>With what status a proxy refused to open the way, 0 where that cannot be told; null when none did.</summary>
    internal int? ProxyStatus { get; init; }

    /// <summary>Whether that proxy was given a password.</summary>
    internal bool HasProxyPassword { get; init; }
}

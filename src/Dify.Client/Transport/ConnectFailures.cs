using System;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Dify.Client.Transport;

/// <summary>Tells apart why no connection came about: the name, the port, the network, the proxy, or the encryption.</summary>
internal static class ConnectFailures
{
    /// <summary>A connection that was never made; nothing was sent on it.</summary>
    public static DifyConnectionException NeverConnected(Exception exception, DifyServer server, string operation)
    {
        var (code, message) = Explain(exception, server);
        return New(message, code, operation, exception);
    }

    public static DifyConnectionException Timeout(Exception? exception, DifyServer server, string operation) =>
        ProxyFor(server) is { } proxy
            ? New(Strings.FormatConnectProxyUnreachable(Place(server), proxy.Authority, Strings.ConnectNotInTime), DifyConnectionException.ProxyFailed, operation, exception)
            : New(Strings.FormatConnectTimeout(Place(server)), DifyConnectionException.ConnectTimeout, operation, exception);

    public static DifyConnectionException Encryption(Exception exception, DifyServer server, string operation)
    {
        var place = Place(server);
        var reason = Failures.Innermost(exception);
        return CertificateProblem(exception, reason, server.BaseUri.Host) is { } problem
            ? New(Strings.FormatConnectCertificate(place, problem), DifyConnectionException.CertificateRejected, operation, exception)
            : New(Strings.FormatConnectEncryption(place, reason), DifyConnectionException.EncryptionFailed, operation, exception);
    }

    /// <summary>Host and port, also where the port is the usual one: it is what has to be looked at.</summary>
    public static string Place(DifyServer server) => FormattableString.Invariant($"{server.BaseUri.Host}:{server.BaseUri.Port}");

    private static (string Code, string Message) Explain(Exception exception, DifyServer server)
    {
        var place = Place(server);
        var reason = Failures.Innermost(exception);
        if (IsTunnel(exception))
        {
            return (DifyConnectionException.ProxyFailed, Strings.FormatConnectProxyRefused(ProxyFor(server)?.Authority ?? Strings.ConnectSomeProxy, place, reason));
        }

        // What can fail with a proxy before the encryption is the way to the proxy: the server's name is the proxy's to look up.
        if (ProxyFor(server) is { } proxy)
        {
            return (DifyConnectionException.ProxyFailed, Strings.FormatConnectProxyUnreachable(place, proxy.Authority, reason));
        }

        return CodeOf(exception) switch
        {
            SocketError.HostNotFound or SocketError.NoData => (DifyConnectionException.HostNotFound, Strings.FormatConnectHostNotFound(place, server.BaseUri.Host)),
            SocketError.TryAgain => (DifyConnectionException.HostNotFound, Strings.FormatConnectHostNotAnswered(place, server.BaseUri.Host)),
            SocketError.ConnectionRefused => (DifyConnectionException.ConnectionRefused, Strings.FormatConnectRefused(place)),
            SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostUnreachable or SocketError.HostDown =>
                (DifyConnectionException.NetworkUnreachable, Strings.FormatConnectNoWay(place, reason)),
            SocketError.TimedOut => (DifyConnectionException.ConnectTimeout, Strings.FormatConnectTimeout(place)),
            _ => (DifyConnectionException.ConnectionFailed, Strings.FormatConnectFailed(place, reason)),
        };
    }

    // The platform tells the problem only by the names of its flags, within a sentence.
    private static string? CertificateProblem(Exception exception, string reason, string host) =>
        Has(reason, "RemoteCertificateNameMismatch") ? Strings.FormatCertificateOtherName(host)
        : Has(reason, "NotTimeValid") ? Strings.CertificateNotValidNow
        : Has(reason, "Revoked") ? Strings.CertificateRevoked
        : Has(reason, "UntrustedRoot") || Has(reason, "PartialChain") ? Strings.CertificateUntrusted
        : Has(reason, "remote certificate") || Has(reason, "RemoteCertificate") || IsTrust(exception) ? reason
        : null;

    private static bool Has(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static DifyConnectionException New(string message, string code, string operation, Exception? inner) =>
        new(message, code, operation, inner, neverConnected: true);

    private static SocketError? CodeOf(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            if (one is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
#if NETFRAMEWORK
            if (one is WebException { Status: WebExceptionStatus.NameResolutionFailure })
            {
                return SocketError.HostNotFound;
            }
#endif
        }

        return null;
    }

    private static Uri? ProxyFor(DifyServer server)
    {
        // As the connection pool has it: this machine is reached without one.
        if (server.BaseUri.IsLoopback)
        {
            return null;
        }

#if NET
        var proxy = HttpClient.DefaultProxy;
#else
        var proxy = WebRequest.DefaultWebProxy;
#endif
        return proxy is null || proxy.IsBypassed(server.BaseUri) || proxy.GetProxy(server.BaseUri) is not { } address || address == server.BaseUri ? null : address;
    }

#if NET
    private static bool IsTunnel(Exception exception) => exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError };

    private static bool IsTrust(Exception exception) => false;
#else
    private static bool IsTunnel(Exception exception) =>
        Failures.StatusOf(exception) is WebExceptionStatus.ProxyNameResolutionFailure or WebExceptionStatus.RequestProhibitedByProxy;

    private static bool IsTrust(Exception exception) => Failures.StatusOf(exception) is WebExceptionStatus.TrustFailure;
#endif
}

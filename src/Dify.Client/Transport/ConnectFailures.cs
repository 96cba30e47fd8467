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
    public static DifyConnectionException NeverConnected(Exception exception, HttpTransport transport, string operation)
    {
        if (Proxies.StatusOf(exception) is { } status)
            return ProxyRefused(status, exception, transport, operation);

        var (code, message) = Explain(exception, transport.Server);
        return New(
            message,
            code,
            operation,
            transport,
            code == DifyConnectionException.ProxyFailed ? PlatformException.Untold(exception) : exception
        );
    }

    public static DifyConnectionException Timeout(Exception? exception, HttpTransport transport, string operation) =>
        Proxies.For(transport.Server) is { } proxy
            ? New(
                Strings.FormatConnectProxyUnreachable(Place(transport.Server), proxy.Authority, Strings.ConnectNotInTime),
                DifyConnectionException.ProxyFailed,
                operation,
                transport,
                exception
            )
            : New(
                Strings.FormatConnectTimeout(Place(transport.Server)),
                DifyConnectionException.ConnectTimeout,
                operation,
                transport,
                exception
            );

    /// <summary>
    /// A proxy that was reached, and does not open the way. The platform quotes its whole address, the password in it too: nothing of that
    /// is told.
    /// </summary>
    public static DifyConnectionException ProxyRefused(int status, Exception? exception, HttpTransport transport, string operation)
    {
        var hasPassword = Proxies.HasPassword(transport.Server);
        var reason = status switch
        {
            407 => hasPassword ? Strings.ProxyPasswordRefused : Strings.ProxyWantsPassword,
            0 => Strings.ProxyAnsweredOddly,
            _ => Strings.FormatProxyAnswered(status),
        };
        return new DifyConnectionException(
            Strings.FormatConnectProxyRefused(
                Proxies.For(transport.Server)?.Authority ?? Strings.ConnectSomeProxy,
                Place(transport.Server),
                reason
            ),
            DifyConnectionException.ProxyFailed,
            operation,
            transport,
            exception is null ? null : PlatformException.Untold(exception),
            neverConnected: true
        )
        {
            ProxyStatus = status,
            HasProxyPassword = hasPassword,
        };
    }

    public static DifyConnectionException Encryption(Exception exception, HttpTransport transport, string operation)
    {
        var place = Place(transport.Server);
        var reason = ExceptionMapper.Innermost(exception);
        return CertificateProblem(exception, reason, transport.Server.BaseUri.Host) is { } problem
            ? New(
                Strings.FormatConnectCertificate(place, problem),
                DifyConnectionException.CertificateRejected,
                operation,
                transport,
                exception
            )
            : New(
                Strings.FormatConnectEncryption(place, reason),
                DifyConnectionException.EncryptionFailed,
                operation,
                transport,
                exception
            );
    }

    /// <summary>Host and port, also where the port is the usual one: it is what has to be looked at.</summary>
    public static string Place(DifyServer server) => FormattableString.Invariant($"{server.BaseUri.Host}:{server.BaseUri.Port}");

    private static (string Code, string Message) Explain(Exception exception, DifyServer server)
    {
        var place = Place(server);
        var reason = ExceptionMapper.Innermost(exception);
        // What can fail with a proxy before the encryption is the way to the proxy: the server's name is the proxy's to look up.
        if (Proxies.For(server) is { } proxy)
        {
            return (
                DifyConnectionException.ProxyFailed,
                Strings.FormatConnectProxyUnreachable(place, proxy.Authority, WhyNoProxy(CodeOf(exception)))
            );
        }

        return CodeOf(exception) switch
        {
            SocketError.HostNotFound or SocketError.NoData => (
                DifyConnectionException.HostNotFound,
                Strings.FormatConnectHostNotFound(place, server.BaseUri.Host)
            ),
            SocketError.TryAgain => (
                DifyConnectionException.HostNotFound,
                Strings.FormatConnectHostNotAnswered(place, server.BaseUri.Host)
            ),
            SocketError.ConnectionRefused => (DifyConnectionException.ConnectionRefused, Strings.FormatConnectRefused(place)),
            SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostUnreachable or SocketError.HostDown =>
                (DifyConnectionException.NetworkUnreachable, Strings.FormatConnectNoWay(place, reason)),
            SocketError.TimedOut => (DifyConnectionException.ConnectTimeout, Strings.FormatConnectTimeout(place)),
            _ => (DifyConnectionException.ConnectionFailed, Strings.FormatConnectFailed(place, reason)),
        };
    }

    private static string WhyNoProxy(SocketError? code) =>
        code switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => Strings.ProxyHostNotFound,
            SocketError.ConnectionRefused => Strings.ProxyRefusedConnection,
            SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostUnreachable or SocketError.HostDown =>
                Strings.ProxyNoWay,
            SocketError.TimedOut => Strings.ConnectNotInTime,
            _ => Strings.ProxyLost,
        };

    // The platform tells the problem only by the names of its flags, within a sentence.
    private static string? CertificateProblem(Exception exception, string reason, string host) =>
        Has(reason, "RemoteCertificateNameMismatch") ? Strings.FormatCertificateOtherName(host)
        : Has(reason, "NotTimeValid") ? Strings.CertificateNotValidNow
        : Has(reason, "Revoked") ? Strings.CertificateRevoked
        : Has(reason, "UntrustedRoot") || Has(reason, "PartialChain") ? Strings.CertificateUntrusted
        : Has(reason, "remote certificate") || Has(reason, "RemoteCertificate") || IsTrust(exception) ? reason
        : null;

    private static bool Has(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static DifyConnectionException New(string message, string code, string operation, HttpTransport transport, Exception? inner) =>
        new(message, code, operation, transport, inner, neverConnected: true);

    private static SocketError? CodeOf(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException)
        {
            if (one is SocketException socket)
                return socket.SocketErrorCode;
#if NETFRAMEWORK
            if (one is WebException { Status: WebExceptionStatus.NameResolutionFailure })
            {
                return SocketError.HostNotFound;
            }
#endif
        }

        return null;
    }

#if NET
    private static bool IsTrust(Exception exception) => false;
#else
    private static bool IsTrust(Exception exception) => ExceptionMapper.StatusOf(exception) is WebExceptionStatus.TrustFailure;
#endif
}

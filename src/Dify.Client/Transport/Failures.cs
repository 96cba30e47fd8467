using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Dify.Client.Transport;

/// <summary>Turns what the platform throws into what this library throws.</summary>
internal static class Failures
{
    public static bool IsNetwork(Exception exception) =>
        exception is HttpRequestException or IOException or SocketException or WebException or AuthenticationException or ObjectDisposedException or InvalidDataException;

    /// <param name="exception">What the platform threw.</param>
    /// <param name="server">To whom.</param>
    /// <param name="operation">At what.</param>
    /// <param name="answered">Whether the headers were there: what is lost behind them is told by an inner exception.</param>
    public static DifyConnectionException Connection(Exception exception, DifyServer server, string operation, bool answered)
    {
        var host = server.DisplayName;
        if (IsHandshakeCutOff(exception))
        {
            return new DifyConnectionException(
                $"{host} cannot be reached: the connection was lost before it was encrypted. {Innermost(exception)}",
                DifyConnectionException.ConnectionFailed, operation, exception, neverConnected: true);
        }

        if (IsCertificate(exception))
        {
            return new DifyConnectionException(
                $"No trusted encrypted connection to {host} came about: {Innermost(exception)}",
                DifyConnectionException.CertificateRejected, operation, exception, neverConnected: true);
        }

#if NET
        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            || (answered && exception is HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: null }))
        {
            return new DifyConnectionException(
                $"What {host} answered is not proper HTTP: {Innermost(exception)}",
                DifyConnectionException.InvalidResponse, operation, exception);
        }
#endif
        var never = IsNeverConnected(exception);
        return new DifyConnectionException(
            never ? $"{host} cannot be reached: {Innermost(exception)}" : $"The connection to {host} was lost before the answer was there: {Innermost(exception)}",
            DifyConnectionException.ConnectionFailed, operation, exception, never);
    }

    /// <summary>Whether the body was all there, but its packing is not what its headers say.</summary>
    public static bool IsSpoilt(Exception exception) => exception is InvalidDataException;

    public static DifyConnectionException Spoilt(Exception exception, DifyServer server, string operation) =>
        Invalid($"cannot be unpacked: {Innermost(exception)}", server, operation, exception);

    public static DifyConnectionException ConnectTimeout(Exception exception, DifyServer server, string operation) => new(
        $"{server.DisplayName} cannot be reached: no connection came about in time.",
        DifyConnectionException.ConnectionFailed, operation, exception, neverConnected: true);

    public static DifyConnectionException Timeout(Deadline deadline, Exception? last, DifyServer server, string operation) => new(
        $"{server.DisplayName} did not answer {operation} within {Text.Seconds(deadline.Limit)}."
            + (last is null ? string.Empty : " The try before ended so: " + last.Message),
        DifyConnectionException.RequestTimeout, operation, last);

    public static DifyConnectionException Unencrypted(DifyServer server, string operation) => new(
        $"The API key was not sent: http://{server.BaseUri.Authority} would carry it unencrypted over the network.",
        DifyConnectionException.UnencryptedAuthenticationRefused, operation, neverConnected: true);

    public static DifyConnectionException Redirect(HttpResponseMessage response, DifyServer server, string operation)
    {
        // Only the host is named: the rest of the address is the other side's to choose.
        var location = response.Headers.Location;
        var target = location is null ? "nowhere"
            : !location.IsAbsoluteUri ? "another path on the same host"
            : location.Scheme + "://" + location.Authority;
        return new DifyConnectionException(
            $"{server.DisplayName} redirects {operation} ({(int)response.StatusCode}) to {target}. The redirect was not followed, and the API key was not sent there.",
            DifyConnectionException.RedirectRefused, operation);
    }

    public static DifyConnectionException Invalid(string what, DifyServer server, string operation, Exception? inner = null) => new(
        $"The answer of {server.DisplayName} to {operation} {what}",
        DifyConnectionException.InvalidResponse, operation, inner);

#if NET
    // An alert, a certificate nobody trusts and an answer without encryption are told by an AuthenticationException.
    private static bool IsHandshakeCutOff(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: IOException };

    private static bool IsNeverConnected(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError };

    private static bool IsCertificate(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException;
#else
    private static bool IsHandshakeCutOff(Exception exception) => false;

    private static bool IsNeverConnected(Exception exception) =>
        StatusOf(exception) is WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure

        // Not every handler has a WebException between; a connection that stands cannot end with these.
        || exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData };

    private static bool IsCertificate(Exception exception) =>
        exception is AuthenticationException || exception.InnerException is AuthenticationException
        || StatusOf(exception) is WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure;

    private static WebExceptionStatus? StatusOf(Exception exception) => ((exception as WebException) ?? (exception.InnerException as WebException))?.Status;
#endif

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return Text.Sentence(exception.Message);
    }
}

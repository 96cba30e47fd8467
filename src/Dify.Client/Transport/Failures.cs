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
        if (IsHandshakeCutOff(exception))
        {
            return new DifyConnectionException(
                Strings.FormatConnectLostInHandshake(ConnectFailures.Place(server), Innermost(exception)),
                DifyConnectionException.ConnectionFailed, operation, exception, neverConnected: true);
        }

        if (IsEncryption(exception))
        {
            return ConnectFailures.Encryption(exception, server, operation);
        }

#if NET
        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            || (answered && exception is HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: null }))
        {
            return new DifyConnectionException(
                Strings.FormatAnswerNotHttp(server.DisplayName, Innermost(exception)),
                DifyConnectionException.InvalidResponse, operation, exception);
        }
#endif
        return IsNeverConnected(exception)
            ? ConnectFailures.NeverConnected(exception, server, operation)
            : new DifyConnectionException(
                Strings.FormatConnectionLost(server.DisplayName, Innermost(exception)), DifyConnectionException.ConnectionFailed, operation, exception);
    }

    /// <summary>Whether the body was all there, but its packing is not what its headers say.</summary>
    public static bool IsSpoilt(Exception exception) => exception is InvalidDataException or UnpackedTooLargeException;

    public static DifyConnectionException Spoilt(Exception exception, DifyServer server, string operation) => exception is UnpackedTooLargeException { MaxRatio: var ratio }
        ? Invalid(Strings.FormatAnswerUnpackedTooLarge(server.DisplayName, operation, ratio), operation, exception, Strings.ActionUnpackedTooLarge)
        : Invalid(Strings.FormatAnswerPacking(server.DisplayName, operation, Innermost(exception)), operation, exception);

    public static DifyConnectionException Timeout(Deadline deadline, Exception? last, DifyServer server, string operation) => new(
        last is null
            ? Strings.FormatAnswerNotInTime(server.DisplayName, operation, Text.Seconds(deadline.Limit))
            : Strings.FormatAnswerNotInTimeAgain(server.DisplayName, operation, Text.Seconds(deadline.Limit), last.Message),
        DifyConnectionException.RequestTimeout, operation, last);

    public static DifyConnectionException Unencrypted(DifyServer server, string operation) => new(
        Strings.FormatUnencryptedNotSent(server.BaseUri.Authority),
        DifyConnectionException.UnencryptedAuthenticationRefused, operation, neverConnected: true);

    public static DifyConnectionException Redirect(HttpResponseMessage response, DifyServer server, string operation)
    {
        // Only the host is named: the rest of the address is the other side's to choose.
        var location = response.Headers.Location;
        var status = (int)response.StatusCode;
        return new DifyConnectionException(
            location is null ? Strings.FormatRedirectNowhere(server.DisplayName, operation, status)
            : !location.IsAbsoluteUri ? Strings.FormatRedirectSameHost(server.DisplayName, operation, status)
            : Strings.FormatRedirectElsewhere(server.DisplayName, operation, status, location.Scheme + "://" + location.Authority),
            DifyConnectionException.RedirectRefused, operation);
    }

    public static DifyConnectionException Invalid(string message, string operation, Exception? inner = null, string? advice = null) => new(
        message, DifyConnectionException.InvalidResponse, operation, inner)
    {
        Advice = advice,
    };

#if NET
    // An alert, a certificate nobody trusts and an answer without encryption are told by an AuthenticationException.
    private static bool IsHandshakeCutOff(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: IOException };

    private static bool IsNeverConnected(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError };

    private static bool IsEncryption(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException;
#else
    private static bool IsHandshakeCutOff(Exception exception) => false;

    private static bool IsNeverConnected(Exception exception) =>
        StatusOf(exception) is WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure
            or WebExceptionStatus.RequestProhibitedByProxy

        // Not every handler has a WebException between; a connection that stands cannot end with these.
        || exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData or SocketError.NetworkUnreachable or SocketError.HostUnreachable };

    private static bool IsEncryption(Exception exception) =>
        exception is AuthenticationException || exception.InnerException is AuthenticationException
        || StatusOf(exception) is WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure;

    public static WebExceptionStatus? StatusOf(Exception exception) => ((exception as WebException) ?? (exception.InnerException as WebException))?.Status;
#endif

    public static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return Text.Sentence(exception.Message);
    }
}

using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Dify.Client.Transport;

/// <summary>Turns what the platform throws into what this library throws.</summary>
internal static class ExceptionMapper
{
    // As long as a name of DNS may be.
    private const int LongestHost = 255;

    public static bool IsNetwork(Exception exception) =>
        exception
            is HttpRequestException
                or IOException
                or SocketException
                or WebException
                or AuthenticationException
                or ObjectDisposedException
                or InvalidDataException;

    /// <param name="exception">What the platform threw.</param>
    /// <param name="transport">What sent, and to whom.</param>
    /// <param name="operation">At what.</param>
    /// <param name="answered">Whether the headers were there: what is lost behind them is told by an inner exception.</param>
    public static DifyConnectionException Connection(Exception exception, HttpTransport transport, string operation, bool answered)
    {
        if (IsHandshakeCutOff(exception))
        {
            return new DifyConnectionException(
                Strings.FormatConnectLostInHandshake(ConnectFailures.Place(transport.Server), Innermost(exception)),
                DifyConnectionException.ConnectionFailed, operation, transport, exception, neverConnected: true);
        }

        if (IsEncryption(exception))
            return ConnectFailures.Encryption(exception, transport, operation);

#if NET
        if (
            exception
                is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded
                }
                    or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            || (answered && exception is HttpRequestException { HttpRequestError: HttpRequestError.Unknown, InnerException: null })
        )
        {
            return new DifyConnectionException(
                Strings.FormatAnswerNotHttp(transport.Server.DisplayName, WhatIsBroken(exception)),
                DifyConnectionException.InvalidResponse, operation, transport, PlatformException.Untold(exception));
        }
#endif
        return IsNeverConnected(exception)
            ? ConnectFailures.NeverConnected(exception, transport, operation)
            : new DifyConnectionException(
                Strings.FormatConnectionLost(transport.Server.DisplayName, Innermost(exception)),
                DifyConnectionException.ConnectionFailed,
                operation,
                transport,
                exception
            );
    }

    /// <summary>Whether the body was all there, but its packing is not what its headers say.</summary>
    public static bool IsSpoilt(Exception exception) => exception is InvalidDataException or UnpackedTooLargeException;

    public static DifyConnectionException Spoilt(Exception exception, HttpTransport transport, string operation) =>
        exception is UnpackedTooLargeException { MaxRatio: var ratio }
            ? Invalid(
                Strings.FormatAnswerUnpackedTooLarge(transport.Server.DisplayName, operation, ratio),
                operation,
                transport,
                exception,
                Strings.ActionUnpackedTooLarge
            )
            : Invalid(
                Strings.FormatAnswerPacking(transport.Server.DisplayName, operation, Innermost(exception)),
                operation,
                transport,
                exception
            );

    public static DifyConnectionException Timeout(Deadline deadline, Exception? last, HttpTransport transport, string operation) => new(
        last is null
            ? Strings.FormatAnswerNotInTime(transport.Server.DisplayName, operation, HtmlText.Seconds(deadline.Limit))
            : Strings.FormatAnswerNotInTimeAgain(transport.Server.DisplayName, operation, HtmlText.Seconds(deadline.Limit), last.Message),
        DifyConnectionException.RequestTimeout, operation, transport, last);

    public static DifyConnectionException Unencrypted(HttpTransport transport, string operation) => new(
        Strings.FormatUnencryptedNotSent(transport.Server.BaseUri.Authority, transport.Server.Secret),
        DifyConnectionException.UnencryptedAuthenticationRefused, operation, transport, neverConnected: true);

    public static DifyConnectionException Redirect(HttpResponseMessage response, HttpTransport transport, string operation)
    {
        // Only the host is named: the rest of the address is the other side's to choose.
        var location = response.Headers.Location;
        var status = (int)response.StatusCode;
        var secret = transport.Server.Secret;
        return new DifyConnectionException(
            location is null ? Strings.FormatRedirectNowhere(transport.Server.DisplayName, operation, status)
                : !location.IsAbsoluteUri ? Strings.FormatRedirectSameHost(transport.Server.DisplayName, operation, status, secret)
                : Strings.FormatRedirectElsewhere(
                    transport.Server.DisplayName,
                    operation,
                    status,
                    HtmlText.Short(transport.Redact(location.Scheme + "://" + location.Authority), LongestHost),
                    secret
                ),
            DifyConnectionException.RedirectRefused,
            operation,
            transport
        );
    }

    /// <summary>An answer that cannot be used, and is not quoted since it may hold a secret.</summary>
    public static DifyConnectionException Hidden(HttpTransport transport, string operation) =>
        Invalid(Strings.FormatAnswerHidden(transport.Server.DisplayName, operation), operation, transport);

    public static DifyConnectionException Invalid(
        string message,
        string operation,
        HttpTransport transport,
        Exception? inner = null,
        string? advice = null
    ) =>
        new(message, DifyConnectionException.InvalidResponse, operation, transport, inner)
        {
            Advice = advice ?? (transport.Server.IsConsole ? Strings.ActionConsoleAddress : null),
        };

#if NET
    // The platform quotes the line it did not understand: what is wrong is said here in other words.
    private static string WhatIsBroken(Exception exception)
    {
        var reason = Innermost(exception);
        return exception
                is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }
                    or HttpIOException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }
                ? Strings.FormatHttpHeadersTooLong(ConnectionPool.MaxHeaders * 1024)
            : reason.IndexOf("status line", StringComparison.OrdinalIgnoreCase) >= 0 ? Strings.HttpBrokenStatus
            : reason.IndexOf("chunk", StringComparison.OrdinalIgnoreCase) >= 0 ? Strings.HttpBrokenChunks
            : reason.IndexOf("header", StringComparison.OrdinalIgnoreCase) >= 0 ? Strings.HttpBrokenHeaders
            : Strings.HttpBroken;
    }

    // An alert, a certificate nobody trusts and an answer without encryption are told by an AuthenticationException.
    private static bool IsHandshakeCutOff(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: IOException };

    private static bool IsNeverConnected(Exception exception) =>
        exception
            is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError
                    or HttpRequestError.ConnectionError
                    or HttpRequestError.ProxyTunnelError
        };

    private static bool IsEncryption(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException;
#else
    private static bool IsHandshakeCutOff(Exception exception) => false;

    private static bool IsNeverConnected(Exception exception) =>
        StatusOf(exception)
            is WebExceptionStatus.ConnectFailure
                or WebExceptionStatus.NameResolutionFailure
                or WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.RequestProhibitedByProxy
        // Not every handler has a WebException between; a connection that stands cannot end with these.
        || exception.InnerException
            is SocketException
            {
                SocketErrorCode: SocketError.ConnectionRefused
                    or SocketError.HostNotFound
                    or SocketError.TryAgain
                    or SocketError.NoData
                    or SocketError.NetworkUnreachable
                    or SocketError.HostUnreachable
            };

    private static bool IsEncryption(Exception exception) =>
        exception is AuthenticationException || exception.InnerException is AuthenticationException
        || StatusOf(exception) is WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure;

    public static WebExceptionStatus? StatusOf(Exception exception) =>
        ((exception as WebException) ?? (exception.InnerException as WebException))?.Status;
#endif

    public static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;

        return HtmlText.Sentence(exception.Message);
    }
}

using System;
using Dify.Client.Transport;

namespace Dify.Client;

/// <summary>Dify answered with an error: by HTTP status, or by an <c>error</c> event within a stream.</summary>
public sealed class DifyApiException : DifyException
{
    internal DifyApiException(
        string message,
        string code,
        string? operation,
        HttpTransport transport,
        int statusCode,
        TimeSpan? retryAfter = null,
        bool fromStream = false
    )
        : base(message, code, operation, transport, inner: null)
    {
        StatusCode = statusCode;
        RetryAfter = retryAfter;
        FromStream = fromStream;
    }

    /// <summary>The HTTP status, or the status an <c>error</c> event named.</summary>
    public int StatusCode { get; }

    /// <summary>How long the server asked to wait; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether this came as an <c>error</c> event, after the stream had opened with status 200.</summary>
    public bool FromStream { get; }

    /// <summary>
    /// Whether there was no room for the call (429), at Dify or at a gateway before it: it was certainly not carried out, and may
    /// be sent again after <see cref="RetryAfter"/>.
    /// </summary>
    public bool IsThrottled => StatusCode == 429 && !IsQuota && !IsLockout && (!FromStream || Code == "too_many_requests");

    /// <summary>Whether a quota of the workspace is used up: to send it again does not help before that is renewed or raised.</summary>
    public bool IsQuota => Code == "rate_limit_error";

    /// <inheritdoc/>
    public override string? RecommendedAction => Advice ?? ErrorAdvice.For(this);

    internal string? Advice { get; init; }

    // Too many wrong passwords or codes, or too many mails with codes: each further try would make it last longer.
    private bool IsLockout => Code is "email_code_login_limit" or "email_password_login_limit" or "email_code_login_rate_limit_exceeded" or "email_send_ip_limit";
}

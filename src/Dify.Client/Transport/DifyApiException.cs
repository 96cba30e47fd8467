using System;
using Dify.Client.Transport;

namespace Dify.Client;

/// <summary>Dify answered with an error: by HTTP status, or by an <c>error</c> event within a stream.</summary>
public sealed class DifyApiException : DifyException
{
    internal DifyApiException(string message, string code, string? operation, HttpTransport transport, int statusCode, TimeSpan? retryAfter = null, bool fromStream = false)
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

    /// <inheritdoc/>
    public override string? RecommendedAction => Advice ?? Code switch
    {
        "unauthorized" => Strings.ActionUnauthorized,
        "not_chat_app" => Strings.ActionNotChatApp,
        "not_workflow_app" or "not_completion_app" => Strings.ActionWrongMode,
        "app_unavailable" => Strings.ActionAppUnavailable,
        "agent_not_published" => Strings.ActionAgentNotPublished,
        "provider_not_initialize" => Strings.ActionProviderNotInitialized,
        "provider_quota_exceeded" => Strings.ActionProviderQuotaExceeded,
        "model_currently_not_support" => Strings.ActionModelNotSupported,
        "conversation_completed" => Strings.ActionConversationCompleted,
        "too_many_requests" => Strings.ActionTooManyRequests,
        "rate_limit_error" => Strings.ActionRateLimit,
        "invalid_param" or "bad_request" => Strings.ActionInvalidParameter,
        _ => ForStatus(),
    };

    internal string? Advice { get; init; }

    private string? ForStatus() => StatusCode switch
    {
        401 => Strings.ActionStatus401,
        403 => Strings.ActionStatus403,
        404 => Strings.ActionStatus404,
        407 => Strings.ActionProxyAuthentication,
        413 => Strings.ActionStatus413,
        429 => Strings.ActionStatus429,
        408 or >= 500 => Strings.ActionServerTrouble,
        _ => null,
    };
}

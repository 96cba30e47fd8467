using System;

namespace Dify.Client;

/// <summary>Dify answered with an error: by HTTP status, or by an <c>error</c> event within a stream.</summary>
public sealed class DifyApiException : DifyException
{
    internal DifyApiException(string message, string code, string? operation, int statusCode, TimeSpan? retryAfter = null, bool fromStream = false)
        : base(message, code, operation, inner: null)
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
    public override string? RecommendedAction => Code switch
    {
        "unauthorized" => "Check that the key is whole, not revoked, and of this server: in Dify it is under the app's API Access.",
        "not_chat_app" => "This app is not a chat app; run it with the operation of its own mode.",
        "not_workflow_app" or "not_completion_app" => "Use the operation that fits the app's mode.",
        "app_unavailable" => "Open the app in Dify and check its configuration and that it is published.",
        "agent_not_published" => "Publish the agent in Dify first.",
        "provider_not_initialize" => "Set up the model provider's credentials in Dify under Settings > Model Provider.",
        "provider_quota_exceeded" => "The model provider's quota is used up: wait, raise it, or set up your own provider credentials in Dify.",
        "model_currently_not_support" => "Choose another model for the app in Dify.",
        "conversation_completed" => "Start a new conversation: leave the conversation id out.",
        "too_many_requests" => "Too many requests run at once: wait a little, or run fewer in parallel.",
        "rate_limit_error" => "A quota of the workspace is used up; trying again does not help before it is renewed or raised.",
        "invalid_param" or "bad_request" => "Check the values sent; the message names what Dify did not accept.",
        _ => ForStatus(),
    };

    private string? ForStatus() => StatusCode switch
    {
        401 => "Check the key, and that the address is the one of Dify's Service API (it usually ends with /v1).",
        403 => "The key has no access here: the app's API may be switched off, or the plan may not allow it.",
        404 => "Check the id, that it belongs to the same user, and that the address is the one of Dify's Service API (it usually ends with /v1).",
        413 => "Send less: the server takes no body this large.",
        429 => "Wait before the next try.",
        408 or >= 500 => "Try again later; if it stays, look at the server's or its gateway's log.",
        _ => null,
    };
}

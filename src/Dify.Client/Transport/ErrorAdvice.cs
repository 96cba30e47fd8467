namespace Dify.Client.Transport;

/// <summary>
/// What to do about an answer that says no. Its status says what it is; a code says it more closely, and counts only beside its
/// own status. Codes get more with every release of Dify's: one that is not known means what its status means.
/// </summary>
internal static class ErrorAdvice
{
    // What older servers say under the code of every bad request.
    private const string SuggestionsOff = "Suggested Questions";

    public static string? For(DifyApiException error)
    {
        if (error is { IsThrottled: true, RetryAfter: { Ticks: > 0 } wait })
            return Strings.FormatActionRetryAfter(HtmlText.Seconds(wait));

        if (error.StatusCode == 400 && error.Message.IndexOf(SuggestionsOff, System.StringComparison.OrdinalIgnoreCase) >= 0)
            return Strings.ActionSuggestionsOff;

        var (status, advice) = ForCode(error.Code);

        // Within a stream the status is the server's word as well, and older ones leave it out.
        return advice is not null && (error.StatusCode == status || error.StatusCode == 0) ? advice : ForStatus(error.StatusCode);
    }

    private static (int Status, string? Advice) ForCode(string code) => code switch
    {
        "unauthorized" => (401, Strings.ActionUnauthorized),
        "not_chat_app" => (400, Strings.ActionNotChatApp),
        "not_workflow_app" or "not_completion_app" => (400, Strings.ActionWrongMode),
        "app_unavailable" => (400, Strings.ActionAppUnavailable),
        "agent_not_published" => (400, Strings.ActionAgentNotPublished),
        "agent_version_not_found_error" => (404, Strings.ActionAgentNotPublished),
        "provider_not_initialize" => (400, Strings.ActionProviderNotInitialized),
        "provider_quota_exceeded" => (400, Strings.ActionProviderQuotaExceeded),
        "model_currently_not_support" or "provider_not_support_speech_to_text" => (400, Strings.ActionModelNotSupported),
        "completion_request_error" => (400, Strings.ActionModelFailed),
        "conversation_completed" => (400, Strings.ActionConversationCompleted),
        "speech_to_text_disabled" => (400, Strings.ActionFeatureOff),
        "app_suggested_questions_after_answer_disabled" => (403, Strings.ActionSuggestionsOff),
        "app_not_found" or "app_abnormal_status" or "app_api_disabled" => (403, Strings.ActionAppClosed),
        "workspace_not_found" or "workspace_archived" => (403, Strings.ActionWorkspaceClosed),
        "trigger_workflow_service_mode_unavailable" => (403, Strings.ActionTriggerWorkflow),
        "message_feedback_rating_required" => (400, Strings.ActionRatingRequired),
        "file_extension_blocked" => (400, Strings.ActionFileExtensionBlocked),
        "too_many_requests" => (429, Strings.ActionTooManyRequests),
        "rate_limit_error" => (429, Strings.ActionRateLimit),
        _ => default,
    };

    private static string? ForStatus(int status) => status switch
    {
        400 or 422 => Strings.ActionInvalidParameter,
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

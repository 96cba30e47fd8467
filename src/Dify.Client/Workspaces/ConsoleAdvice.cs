namespace Dify.Client.Workspaces;

/// <summary>What to do about a refusal of the console or programmatic API, where the advice about API keys would lead astray.</summary>
internal static class ConsoleAdvice
{
    public static string? For(int status, string code) =>
        (status, code) switch
        {
            (401, "not_setup" or "not_init_validated") => Strings.ActionSetUpServer,
            (401, "unauthorized_and_force_logout") => Strings.ActionLicence,
            (401, _) => Strings.ActionConnectAgain,
            (403, "service_api_disabled") => Strings.ActionEnableAppApi,
            (403, "account_not_link_tenant") => Strings.ActionNotAMember,
            (403, "insufficient_scope" or "unsupported_token_type") => Strings.ActionTokenScope,
            (403, _) => Strings.ActionWorkspaceRole,
            (404, _) => Strings.ActionNotInWorkspace,
            (409, _) => Strings.ActionAgentNotPublished,
            (503, "bearer_auth_disabled") => Strings.ActionProgrammaticApi,
            _ => null,
        };
}

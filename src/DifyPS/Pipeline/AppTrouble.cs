using System;
using System.Collections.Generic;
using Dify.Client;
using DifyPS.Common;

namespace DifyPS.Pipeline;

/// <summary>
/// Tells what is wrong with an app, its name, key, vault or server from what is wrong with an item. It is true of every item for that
/// app, so that a list is not held against it again and again.
/// </summary>
internal static class AppTrouble
{
    // Not those that pass by themselves, such as a registry that somebody else is writing.
    private static readonly HashSet<string> Ids = new(StringComparer.Ordinal)
    {
        "AppIdentityMismatch", "AppKeyRequired", "AppModeMismatch", "AppNotFound", "BindingChanged", "CheckpointNotWritable",
        "InvalidApiKey", "InvalidAppName", "InvalidServer", "KeyAlreadyBound", "KnowledgeBaseNotOpened", "KnowledgeKeyRequired",
        "RegistryDamaged", "RegistryTooNew", "RegistryUnreadable", "SecretManagementMissing", "SecretMissing", "SecretNotAKey",
        "VaultFailed", "VaultLocked", "VaultNotFound",
    };

    /// <summary>Whether the error is true of every item for its app. No such item was carried out.</summary>
    public static bool Is(Exception error) => error switch
    {
        DifyCommandException e => Ids.Contains(e.ErrorId),
        DifyApiException e => e.IsQuota || (!e.FromStream && IsClosed(e)),
        // A server that is down may be up again for the next item. What its address leads to does not change meanwhile.
        DifyConnectionException e => e.Code is DifyConnectionException.HostNotFound or DifyConnectionException.CertificateRejected
            or DifyConnectionException.RedirectRefused or DifyConnectionException.UnencryptedAuthenticationRefused
            or DifyConnectionException.ProxyFailed,
        _ => false,
    };

    /// <summary>Whether both are the same trouble.</summary>
    public static bool AreSame(Exception one, Exception other) => IdOf(one) == IdOf(other);

    /// <summary>What it is called.</summary>
    public static string IdOf(Exception error) => error switch
    {
        DifyCommandException e => e.ErrorId,
        DifyException e => e.Code,
        _ => error.GetType().Name,
    };

    // Other refusals may be of one item: a gateway forbids texts that it does not like.
    private static bool IsClosed(DifyApiException error) => (error.StatusCode, error.Code) is
        (401 or 407, _)
        or (403, "app_api_disabled" or "app_not_found" or "app_abnormal_status" or "workspace_not_found" or "workspace_archived"
            or "trigger_workflow_service_mode_unavailable")
        or (400, "app_unavailable" or "agent_not_published" or "not_chat_app" or "not_workflow_app" or "not_completion_app");
}

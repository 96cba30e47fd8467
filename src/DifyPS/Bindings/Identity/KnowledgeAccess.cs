using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>What a knowledge key opens: all bases of a workspace, or chosen ones, which Dify does not name.</summary>
internal static class KnowledgeAccess
{
    private const string NotDifys = "http_403";

    /// <summary>
    /// Asks for the list of bases, which a key that is limited to some of them may not see: it is a good key all the same.
    /// </summary>
    public static async Task<AppIdentity> AskAsync(DifyClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.Knowledge.VerifyAsync(cancellationToken).ConfigureAwait(false);
            return new AppIdentity(AppIdentity.KnowledgeName, AppModes.Knowledge);
        }
        catch (DifyApiException e) when (IsForbidden(e))
        {
            return new AppIdentity(AppIdentity.KnowledgeName, AppModes.Knowledge) { IsLimited = true };
        }
    }

    /// <summary>Asks for one base; throws <c>KnowledgeBaseNotOpened</c>.</summary>
    public static async Task<AppIdentity> AskBaseAsync(DifyClient client, string id, string app, CancellationToken cancellationToken)
    {
        try
        {
            await client.Knowledge.VerifyAsync(id, cancellationToken).ConfigureAwait(false);
            return new AppIdentity(AppIdentity.KnowledgeName, AppModes.Knowledge);
        }
        catch (DifyApiException e) when (e.StatusCode == 404 || IsForbidden(e))
        {
            throw new DifyCommandException(
                "KnowledgeBaseNotOpened", ErrorCategory.PermissionDenied,
                e.StatusCode == 404 ? Strings.FormatKnowledgeBaseMissing(id, app) : Strings.FormatKnowledgeBaseForbidden(app, id),
                Strings.FormatKnowledgeBaseNotOpenedAction(app), app, e);
        }
    }

    /// <summary>
    /// The id in its usual form; throws <c>InvalidArgument</c>, which does not repeat what was given: it may be a key in the wrong place.
    /// </summary>
    public static string? IdOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : Guid.TryParse(text!.Trim(), out var id) ? id.ToString("D")
        : throw RefusedText.Error(RefusedText.NoId, "KnowledgeBaseId");

    /// <summary>Stops a base's id beside the key of an app, before anything is sent.</summary>
    public static void RequireFor(string? knowledgeBaseId, ApiKey key, string app)
    {
        if (knowledgeBaseId is not null && key.Kind == ApiKeyKind.App)
        {
            throw new DifyCommandException(
                "KnowledgeKeyRequired", ErrorCategory.InvalidArgument,
                Strings.FormatKnowledgeKeyRequired(app, "-KnowledgeBaseId"),
                Strings.KnowledgeKeyRequiredAction, app);
        }
    }

    // What stands before Dify may forbid as well, and knows nothing of keys.
    private static bool IsForbidden(DifyApiException error) => error.StatusCode == 403 && error.Code != NotDifys;
}

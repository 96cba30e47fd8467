using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>Whether an entry that is changed still stands for the app that it stood for.</summary>
internal sealed class EditedIdentity
{
    private readonly AppRegistry _registry;
    private readonly AppConnector _connector;

    public EditedIdentity(AppRegistry registry, AppConnector connector) => (_registry, _connector) = (registry, connector);

    /// <summary>
    /// Another key than the one that was minted here has an id that nobody knows; and what is another app has another one.
    /// </summary>
    public static AppBinding OfKey(AppBinding before, AppBinding after, ApiKey key, bool isTwin)
    {
        if (key.Fingerprint == before.KeyFingerprint && !isTwin)
            return after;
        return !isTwin && before.IsVerified && after.Mode == before.Mode && after.RemoteName == before.RemoteName
            ? after with { KeyId = null }
            : (after with { KeyId = null, AppId = SharedKey.AppIdOf(after, key) }).In(null);
    }

    /// <summary>
    /// With the key unchanged the answer is the same app under whatever name it has now. Only a key that changed can be another app's; and
    /// in an entry that was edited it may be the fingerprint that was.
    /// </summary>
    public static void RequireSameApp(AppBinding before, AppBinding verified, RegistryChange change, bool isSound)
    {
        var sameKey = isSound && verified.KeyFingerprint == before.KeyFingerprint && change.Server is null;
        var identity = new AppIdentity(verified.RemoteName!, verified.Mode!);
        var knowledgeAgain = before.IsKnowledge && verified.IsKnowledge && change.Key is not null;
        if (sameKey || change.Force || !before.IsVerified || knowledgeAgain || identity.IsAppOf(before))
            return;
        throw new DifyCommandException(
            "AppIdentityMismatch",
            ErrorCategory.SecurityError,
            Strings.FormatAppIdentityMismatchEdit(
                AppModes.Describe(identity.Mode),
                identity.Name,
                before.Name,
                AppModes.Describe(before.Mode!),
                before.RemoteName
            ),
            Strings.FormatAppIdentityMismatchEditAction(before.Name),
            before.Name);
    }

    /// <summary>
    /// Two apps may have one name and one mode. The workspace of the one that the entry stands for says whether the key is that one's; in
    /// an entry that was edited, the id of the app may be what was, or the workspace. What it confirms is proved from then on, and what was
    /// edited, or was not proved before, and nobody confirms is not. An id that was never the key's is forgotten: the name answers as
    /// before.
    /// </summary>
    public async Task<(bool IsTwin, AppBinding After)> CompareAsync(
        AppBinding before,
        AppBinding verified,
        ApiKey key,
        bool isRefresh,
        bool isSound,
        CancellationToken cancellationToken
    )
    {
        var isSameKey = key.Fingerprint == before.KeyFingerprint;
        var isNeeded = IdProof.IsNeeded(before);
        if (_connector.Inquiry is not { } inquiry || (isSound && isSameKey && !isRefresh && !isNeeded))
            return (false, verified);
        var isForgotten = isSound && isSameKey && SharedKey.AppIdOf(verified, key) is null;
        if (verified is { AppId: not null, Workspace: null })
        {
            var (found, place) = await inquiry.LocateAsync(verified, key, cancellationToken).ConfigureAwait(false);
            if (found == KeyFinding.Missing)
                return isForgotten ? (false, Forget(verified, place!.Connection)) : (true, verified);
            return (false, found == KeyFinding.Present && SharedKey.AppIdOf(verified, key) is null ? verified.In(place) : verified);
        }

        var finding = KeyFinding.Unknown;
        foreach (var asked in Places(verified, isSound))
        {
            // Another key has another id, which nobody knows.
            var found = await inquiry
                .CompareAsync(isSameKey ? asked : asked with { KeyId = null }, key, cancellationToken)
                .ConfigureAwait(false);
            if (found == KeyFinding.Present)
                return (false, asked with { IdsUnproven = null });
            // The app may be the right one, and the id of the key what was edited.
            if (found == KeyFinding.Missing && (!isSound || isNeeded) && isSameKey && asked.KeyId is not null)
            {
                var corrected = asked with { KeyId = await inquiry.FindIdAsync(asked, key, cancellationToken).ConfigureAwait(false) };
                if (
                    corrected.KeyId is not null
                    && await inquiry.CompareAsync(corrected, key, cancellationToken).ConfigureAwait(false) == KeyFinding.Present
                )
                {
                    return (false, corrected with { IdsUnproven = null });
                }
            }

            if (found != KeyFinding.Unknown)
                finding = found;
        }

        var isTwin = finding is KeyFinding.Missing or KeyFinding.AppGone;
        if (isTwin && isForgotten)
            return (false, Forget(verified, inquiry.NameFor(verified)));
        var isProved = (isSound && !isNeeded) || isTwin || verified.AppId is null || verified.Workspace is null;
        return (isTwin, isProved ? verified : verified with { IdsUnproven = true });
    }

    private AppBinding Forget(AppBinding verified, string workspace)
    {
        _connector.Warn(
            Strings.FormatAppIdForgotten(verified.AppId, workspace, verified.Name, AppModes.Describe(verified.Mode!), verified.RemoteName)
        );
        return (verified with { AppId = null, KeyId = null }).In(null);
    }

    // What an entry says of its workspace, and, where somebody may have edited that, where the connection of that name leads.
    private IEnumerable<AppBinding> Places(AppBinding verified, bool isSound)
    {
        yield return verified;
        if (!isSound && verified.Workspace is { } name && _registry.FindWorkspace(name) is { } connection)
        {
            var place = WorkspacePlace.Of(connection);
            if (verified.WorkspaceId != place.Id || verified.WorkspaceServer != place.Server)
                yield return verified.In(place);
        }
    }
}

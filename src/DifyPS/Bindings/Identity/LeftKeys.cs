using System;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Apps;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>Keys that were made here and stay good in Dify when no name has them any more.</summary>
internal sealed class LeftKeys
{
    private static readonly TimeSpan AskingAtMost = TimeSpan.FromSeconds(10);

    private readonly AppRegistry _registry;
    private readonly AppConnector _connector;

    public LeftKeys(AppRegistry registry, AppConnector connector) => (_registry, _connector) = (registry, connector);

    /// <summary>
    /// Whether the entry, where its key was made here and may stay, is as that key has sealed it: before it is written over. A vault that
    /// does not answer vouches for nothing.
    /// </summary>
    public async Task<bool> IsSoundAsync(AppBinding replaced, CancellationToken cancellationToken)
    {
        if (!KeyRotation.IsMinted(replaced))
            return true;
        try
        {
            return await new ReplacedKey(_registry, _connector).FindKeyAsync(replaced, cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (DifyCommandException)
        {
            return false;
        }
    }

    /// <summary>
    /// Tells of a key that was made here and is bound no longer, since it stays good in Dify; nothing where its workspace says that it is
    /// gone.
    /// </summary>
    /// <param name="before">The entry as it was; null where there was none.</param>
    /// <param name="after">The entry as it is; null where there is none any more.</param>
    /// <param name="cancellationToken">Ends asking.</param>
    /// <param name="isSound">Whether the entry was as its key had sealed it.</param>
    public async Task WarnAsync(
        AppBinding? before,
        AppBinding? after,
        CancellationToken cancellationToken,
        bool isSound = true
    )
    {
        if (before is null || !KeyRotation.IsMinted(before) || before.KeyFingerprint == after?.KeyFingerprint)
            return;
        // What was edited, or a vault told, may be another app's: nobody is told to revoke that.
        if (!isSound || IdProof.IsNeeded(before))
        {
            WarnOfUnproven(before);
            return;
        }

        var finding = await ExplainAsync(before, cancellationToken).ConfigureAwait(false);
        if (finding is KeyFinding.Missing or KeyFinding.AppGone)
            return;
        var removal = KeyErrors.RemovalOf(AppPlaces.WorkspaceOf(_registry, before), before.AppId, before.KeyId!);
        _connector.Warn(
            finding == KeyFinding.Present
                ? Strings.FormatMintedKeyLeft(before.KeyId, before.Name, removal)
                : Strings.FormatMintedKeyMaybeLeft(before.KeyId, before.Name, removal)
        );
    }

    /// <summary>
    /// Tells of a key that was made here and that somebody has put another one in the place of. The key that sealed the entry is gone, and
    /// its id may have been edited since: nobody is told to revoke that, but where to look.
    /// </summary>
    /// <param name="before">The entry as it was.</param>
    /// <param name="after">The entry as it was noted; the same where it could not be.</param>
    /// <param name="cancellationToken">Ends asking.</param>
    public async Task WarnOfReplacedAsync(AppBinding before, AppBinding after, CancellationToken cancellationToken)
    {
        if (!KeyRotation.IsMinted(before) || after.KeyId is not null || before.KeyFingerprint == after.KeyFingerprint)
            return;
        if (await ExplainAsync(before, cancellationToken).ConfigureAwait(false) is not (KeyFinding.Missing or KeyFinding.AppGone))
            WarnOfUnproven(before);
    }

    private void WarnOfUnproven(AppBinding before)
    {
        var listing = KeyErrors.ListingOf(AppPlaces.WorkspaceOf(_registry, before), before.AppId);
        _connector.Warn(Strings.FormatUnprovenKeyLeft(before.Name, listing));
    }

    // The work is done. A workspace that does not answer soon is not waited for, and Ctrl+C ends no more than the asking.
    private async Task<KeyFinding> ExplainAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        if (_connector.Inquiry is not { } inquiry)
            return KeyFinding.Unknown;
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        soon.CancelAfter(AskingAtMost);
        try
        {
            return await inquiry.ExplainAsync(binding, soon.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return KeyFinding.Unknown;
        }
    }
}

using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>
/// Finds out whether a binding still holds: what is in its vault, and who answers to that. Reads the
/// vault itself, never the cache, and changes nothing.
/// </summary>
internal sealed class HealthCheck
{
    private readonly AppConnector _connector;
    private readonly KeyInquiry? _inquiry;

    /// <param name="connector">Reads keys, and makes clients.</param>
    /// <param name="inquiry">Asks workspaces why a key does not work; nobody is asked when null.</param>
    public HealthCheck(AppConnector connector, KeyInquiry? inquiry = null) => (_connector, _inquiry) = (connector, inquiry);

    /// <summary>
    /// The key as it is in the vault now, or the finding that there is none to be had, or none that may be sent anywhere.
    /// </summary>
    public async Task<(ApiKey? Key, DifyAppStatus? Finding)> ReadAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        var read = false;
        try
        {
            var key = await _connector.ReadKeyAsync(binding, cancellationToken).ConfigureAwait(false);
            read = true;
            if (await _connector.Guard.CheckAsync(binding, key, cancellationToken).ConfigureAwait(false) == KeyState.Pinned)
                return (key, null);
            return (key, KeyOfAnother(binding, () => _connector.Guard.RequireOwnServer(binding, key)));
        }
        catch (DifyCommandException e)
        {
            var health = e.ErrorId switch
            {
                "BindingChanged" or "KeyAlreadyBound" when read => AppHealth.BindingChanged,
                "VaultLocked" or "VaultFailed" => AppHealth.VaultLocked,
                "InvalidApiKey" or "SecretNotAKey" => AppHealth.KeyRejected,
                _ => AppHealth.SecretMissing,
            };
            return (null, Finding(binding, health, e.Message, e.RecommendedAction));
        }
    }

    public async Task<DifyAppStatus> AskAsync(AppBinding binding, ApiKey key, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var identity = await _connector.IdentifyAsync(binding, key, cancellationToken).ConfigureAwait(false);
            var another = identity.IsAppOf(binding)
                ? KeyOfAnother(binding, () => _connector.Guard.RequireFree(binding, key))
                    ?? await FindTwinAsync(binding, key, identity, cancellationToken).ConfigureAwait(false)
                : null;
            return (another ?? Judge(binding, key, identity)) with { Latency = watch.Elapsed };
        }
        catch (DifyApiException e) when (e.StatusCode == 401)
        {
            var latency = watch.Elapsed;
            return await ExplainAsync(binding, e, cancellationToken).ConfigureAwait(false) with { Latency = latency };
        }
        catch (DifyApiException e) when (e.StatusCode == 403)
        {
            return Finding(binding, AppHealth.ApiDisabled, e.Message,
                _connector.EnableAction(binding) ?? Strings.HealthApiDisabledAction) with { Latency = watch.Elapsed };
        }
        catch (DifyCommandException e)
        {
            var health = e.ErrorId == "InvalidServer" ? AppHealth.BindingChanged : AppHealth.WrongApp;
            return Finding(binding, health, e.Message, e.RecommendedAction) with { Latency = watch.Elapsed };
        }
        catch (DifyException e)
        {
            return Finding(binding, AppHealth.Unreachable, e.Message, e.RecommendedAction);
        }
    }

    // Dify's API says the same of a key that was revoked and of an app that is gone; the app's workspace knows better.
    private async Task<DifyAppStatus> ExplainAsync(AppBinding binding, DifyApiException refusal, CancellationToken cancellationToken)
    {
        var finding = _inquiry is null
            ? KeyFinding.Unknown
            : await _inquiry.ExplainAsync(binding, cancellationToken).ConfigureAwait(false);
        var name = Quoting.Literal(binding.Name);
        var workspace = finding == KeyFinding.Unknown ? string.Empty : _inquiry!.NameFor(binding);
        return finding switch
        {
            KeyFinding.AppGone => Finding(
                binding,
                AppHealth.AppDeleted,
                Strings.FormatHealthAppDeleted(binding.RemoteName, workspace),
                Strings.FormatHealthAppDeletedAction(name)
            ),
            KeyFinding.ApiOff => Finding(
                binding,
                AppHealth.ApiDisabled,
                refusal.Message,
                _connector.EnableAction(binding) ?? Strings.HealthApiDisabledAction
            ),
            KeyFinding.Missing when binding.IsKnowledge => Finding(
                binding,
                AppHealth.KeyRevoked,
                Strings.FormatHealthKnowledgeKeyRevoked(workspace),
                Strings.FormatHealthKnowledgeKeyRevokedAction(Quoting.Quote(workspace), name)
            ),
            KeyFinding.Missing => Finding(
                binding,
                AppHealth.KeyRevoked,
                Strings.FormatHealthKeyRevoked(binding.RemoteName),
                Strings.FormatHealthKeyRevokedAction(name, Quoting.Quote(workspace), Quoting.Quote(binding.AppId!))
            ),
            _ => Finding(binding, AppHealth.KeyRejected, refusal.Message, Keys.RejectedAction(binding)),
        };
    }

    // Two apps of one name and mode cannot be told apart by what they say. That a key is pinned under another name can.
    private static DifyAppStatus? KeyOfAnother(AppBinding binding, Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (DifyCommandException e)
        {
            return Finding(binding, AppHealth.WrongApp, e.Message, e.RecommendedAction);
        }
    }

    // Where the app's own workspace shows its keys, it says which is which.
    private async Task<DifyAppStatus?> FindTwinAsync(
        AppBinding binding,
        ApiKey key,
        AppIdentity identity,
        CancellationToken cancellationToken
    )
    {
        if (_inquiry is null || key.Fingerprint == binding.KeyFingerprint)
            return null;
        var found = await _inquiry.FindAsync(binding, key, cancellationToken).ConfigureAwait(false);
        if (found is not (KeyFinding.Missing or KeyFinding.AppGone))
            return null;
        var other = identity.OtherAppOf(binding);
        return Finding(binding, AppHealth.WrongApp, other.Message, other.RecommendedAction);
    }

    private static DifyAppStatus Judge(AppBinding binding, ApiKey key, AppIdentity identity)
    {
        var unchanged = key.Fingerprint == binding.KeyFingerprint;
        var refresh = $"Set-DifyApp {Quoting.Literal(binding.Name)} -Refresh";
        if (!binding.IsVerified && unchanged)
        {
            return Finding(binding, AppHealth.Ok,
                Strings.FormatHealthNeverVerified(AppModes.Describe(identity.Mode), identity.Name),
                Strings.FormatHealthNeverVerifiedAction(refresh));
        }

        if (!unchanged && !identity.IsAppOf(binding))
        {
            var mismatch = identity.MismatchOf(binding);
            return Finding(binding, AppHealth.WrongApp, mismatch.Message, mismatch.RecommendedAction);
        }

        if (!unchanged)
        {
            return Finding(binding, AppHealth.KeyChanged,
                Strings.HealthKeyChanged,
                Strings.FormatHealthKeyChangedAction(refresh));
        }

        if (identity.IsLimited)
        {
            // What a key opens is settled when it is made: one that opened all of them was not limited since.
            return binding.LimitedToBases == true
                ? Finding(binding, AppHealth.Ok, Strings.HealthLimited, Strings.FormatHealthLimitedAction(Quoting.Literal(binding.Name)))
                : Finding(binding, AppHealth.ApiDisabled, Strings.HealthKnowledgeForbidden, Strings.HealthApiDisabledAction);
        }

        if (binding.IsVerified && identity.Mode == binding.Mode && identity.Name != binding.RemoteName)
        {
            return Finding(binding, AppHealth.Renamed,
                Strings.FormatHealthRenamed(identity.Name, binding.RemoteName),
                Strings.FormatHealthRenamedAction(refresh));
        }

        // The key is the pinned one, and a key never moves to another app: the app itself was changed.
        return identity.Mode == binding.Mode
            ? Finding(binding, AppHealth.Ok, null, null)
            : Finding(binding, AppHealth.WrongApp,
                Strings.FormatHealthOtherMode(AppModes.Describe(identity.Mode), AppModes.Describe(binding.Mode!)),
                Strings.FormatHealthOtherModeAction(refresh));
    }

    private static DifyAppStatus Finding(AppBinding binding, AppHealth health, string? message, string? action) => new()
    {
        Name = binding.Name,
        Status = health,
        Mode = binding.Mode,
        Server = new Uri(binding.Server),
        Message = message,
        RecommendedAction = action,
    };
}

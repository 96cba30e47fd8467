using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;

namespace DifyPS.Binding;

/// <summary>
/// Finds out whether a binding still holds: what is in its vault, and who answers to that. Reads the
/// vault itself, never the cache, and changes nothing.
/// </summary>
internal sealed class HealthCheck
{
    private readonly AppConnector _connector;

    public HealthCheck(AppConnector connector) => _connector = connector;

    /// <summary>The key as it is in the vault now, or the finding that there is none to be had.</summary>
    public async Task<(ApiKey? Key, DifyAppStatus? Finding)> ReadAsync(AppBinding binding, CancellationToken cancellationToken)
    {
        try
        {
            return (await _connector.ReadKeyAsync(binding, cancellationToken).ConfigureAwait(false), null);
        }
        catch (DifyBindingException e)
        {
            var health = e.ErrorId switch
            {
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
            var client = _connector.ClientFor(binding.ToServer(), key);
            var identity = await AppIdentity.AskAsync(client, key.Kind, cancellationToken).ConfigureAwait(false);
            return Judge(binding, key, identity) with { Latency = watch.Elapsed };
        }
        catch (DifyApiException e) when (e.StatusCode == 401)
        {
            return Finding(binding, AppHealth.KeyRejected, e.Message,
                $"Create a key under API Access of '{binding.RemoteName ?? binding.Name}' in Dify and store it with: Set-DifyApp '{binding.Name}' -ApiKey ...") with { Latency = watch.Elapsed };
        }
        catch (DifyApiException e) when (e.StatusCode == 403)
        {
            return Finding(binding, AppHealth.ApiDisabled, e.Message,
                "Switch on the app's Backend Service API in Dify.") with { Latency = watch.Elapsed };
        }
        catch (DifyException e)
        {
            return Finding(binding, AppHealth.Unreachable, e.Message, e.RecommendedAction);
        }
    }

    private static DifyAppStatus Judge(AppBinding binding, ApiKey key, AppIdentity identity)
    {
        var unchanged = key.Fingerprint == binding.KeyFingerprint;
        var refresh = $"Set-DifyApp '{binding.Name}' -Refresh";
        if (!binding.IsVerified && unchanged)
        {
            return Finding(binding, AppHealth.Ok,
                $"The key opens the {AppModes.Describe(identity.Mode)} app '{identity.Name}'; the binding was never verified.",
                $"Pin that app with: {refresh}");
        }

        if (!unchanged && !identity.IsAppOf(binding))
        {
            var mismatch = identity.MismatchOf(binding);
            return Finding(binding, AppHealth.WrongApp, mismatch.Message, mismatch.RecommendedAction);
        }

        if (!unchanged)
        {
            return Finding(binding, AppHealth.KeyChanged,
                "The key was rotated outside DifyPS and still opens the same app.",
                $"Nothing needs to be done: the next call accepts it. To note it now: {refresh}");
        }

        if (binding.IsVerified && identity.Mode == binding.Mode && identity.Name != binding.RemoteName)
        {
            return Finding(binding, AppHealth.Renamed,
                $"The app is called '{identity.Name}' in Dify now; it was '{binding.RemoteName}'.",
                $"Pin the new name with: {refresh}");
        }

        // The key is the pinned one, and a key never moves to another app: the app itself was changed.
        return identity.Mode == binding.Mode
            ? Finding(binding, AppHealth.Ok, null, null)
            : Finding(binding, AppHealth.WrongApp,
                $"The app is a {AppModes.Describe(identity.Mode)} app now; it was registered as a {AppModes.Describe(binding.Mode!)} app.",
                $"Pin what it is now with: {refresh}");
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

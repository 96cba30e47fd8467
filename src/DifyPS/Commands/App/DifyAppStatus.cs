using System;
using DifyPS.Common;

namespace DifyPS;

/// <summary>What <c>Test-DifyApp</c> found.</summary>
public enum AppHealth
{
    /// <summary>The key in the vault opens the app that was pinned.</summary>
    Ok,

    /// <summary>Dify does not know the key (401), or the secret is no key at all.</summary>
    KeyRejected,

    /// <summary>The key was revoked, as the app's workspace tells.</summary>
    KeyRevoked,

    /// <summary>The app was deleted, as its workspace tells.</summary>
    AppDeleted,

    /// <summary>The app's API is switched off (403).</summary>
    ApiDisabled,

    /// <summary>The key in the vault opens another app.</summary>
    WrongApp,

    /// <summary>The app has another name in Dify than the pinned one.</summary>
    Renamed,

    /// <summary>The key was rotated outside and still opens the same app.</summary>
    KeyChanged,

    /// <summary>The entry in the registry was edited, or copied from another one; the key is sent nowhere.</summary>
    BindingChanged,

    /// <summary>The vault, or the secret in it, is not there.</summary>
    SecretMissing,

    /// <summary>The vault does not open without a password, or failed.</summary>
    VaultLocked,

    /// <summary>The server could not be asked.</summary>
    Unreachable,
}

/// <summary>The state of one binding, and what to do about it.</summary>
public sealed record DifyAppStatus
{
    /// <summary>The app's name.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>The same name, under which it flows to the -App parameter of other cmdlets.</summary>
    public string App => Name;

    /// <summary>What was found.</summary>
    public AppHealth Status { get; init; }

    /// <summary>True when calls to the app will work.</summary>
    public bool Healthy => Status is AppHealth.Ok or AppHealth.Renamed or AppHealth.KeyChanged;

    /// <summary>Dify's app mode as pinned.</summary>
    public string? Mode { get; init; }

    /// <summary>Base address of the Service API.</summary>
    public Uri? Server { get; init; }

    /// <summary>How long the server took to answer; null when it was not asked or did not answer.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>What is the matter, in a sentence; null when nothing is.</summary>
    public string? Message { get; init; }

    /// <summary>What to do about it; null when there is nothing to do.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>Gives the name and the status.</summary>
    public override string ToString() => DisplayFormat.Text($"{Name}: {Status}");
}

using System;
using System.Collections.Concurrent;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>
/// Keys read once, for the life of the process and all its runspaces: a vault read costs more than a call.
/// A key counts only for an entry that it has sealed, so a binding that changed finds nothing here. Two registries may give one name, or
/// the same place in a vault, to two entries: each has its own keys.
/// </summary>
internal static class KeyCache
{
    private static readonly ConcurrentDictionary<string, Entry> Entries = new(StringComparer.Ordinal);

    // What each name stood for when this process last used it: it outlives a key that was dropped, and an edit of the key's place.
    private static readonly ConcurrentDictionary<string, Entry> Used = new(StringComparer.Ordinal);

    public static ApiKey? Find(AppRegistry registry, AppBinding binding)
    {
        if (!Entries.TryGetValue(Place(registry, binding), out var entry))
            return null;
        // Where the registry cannot be written, a rotated key that was accepted once stays accepted for the life of the process, as
        // long as the entry is the one that it was accepted for.
        var isAccepted = entry.Key.Fingerprint == binding.KeyFingerprint
            ? BindingSeal.Holds(binding, entry.Key)
            : BindingSeal.IsSame(entry.Binding, binding);
        return isAccepted ? entry.Key : null;
    }

    /// <summary>A key that was good for what is in this place, and may have sealed the entry, whatever that says now.</summary>
    public static ApiKey? Former(AppRegistry registry, AppBinding binding) =>
        Entries.TryGetValue(Place(registry, binding), out var entry) ? entry.Key : null;

    /// <summary>What the binding said when this very key was accepted for it; null when it never was.</summary>
    public static AppBinding? AcceptedFor(AppRegistry registry, AppBinding binding, ApiKey key) =>
        Entries.TryGetValue(Place(registry, binding), out var entry)
        && entry.Key.Equals(key)
        && AppName.Comparer.Equals(entry.Binding.Name, binding.Name)
            ? entry.Binding
            : null;

    /// <summary>What a name stood for, and its key then, when this process last used it; nulls when it never did.</summary>
    public static (AppBinding? Binding, ApiKey? Key) LastUse(AppRegistry registry, string name) =>
        Used.TryGetValue(Named(registry, name), out var entry) ? (entry.Binding, entry.Key) : (null, null);

    /// <summary>Keeps a key that is known to open the binding's app.</summary>
    public static void Store(AppRegistry registry, AppBinding binding, ApiKey key)
    {
        HeldKeys.Add(key);
        Entries[Place(registry, binding)] = Used[Named(registry, binding.Name)] = new Entry(key, binding);
    }

    public static void Drop(AppRegistry registry, AppBinding binding) => Entries.TryRemove(Place(registry, binding), out _);

    public static void Clear()
    {
        Entries.Clear();
        Used.Clear();
        HeldKeys.Clear();
    }

    // Names of apps, vaults and secrets are compared without regard to case.
    private static string Place(AppRegistry registry, AppBinding binding) => Named(registry, binding.Vault + "\n" + binding.Secret);

    private static string Named(AppRegistry registry, string name) => registry.Path + "\n" + name.ToUpperInvariant();

    private sealed record Entry(ApiKey Key, AppBinding Binding);
}

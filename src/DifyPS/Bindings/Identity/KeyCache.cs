using System;
using System.Collections.Concurrent;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Identity;

/// <summary>
/// Keys read once, for the life of the process and all its runspaces: a vault read costs more than a call.
/// A key counts only for an entry that it has sealed, so a binding that changed finds nothing here.
/// </summary>
internal static class KeyCache
{
    private static readonly ConcurrentDictionary<string, Entry> Entries = new(StringComparer.OrdinalIgnoreCase);

    // What each name stood for when this process last used it: it outlives a key that was dropped, and an edit of the key's place.
    private static readonly ConcurrentDictionary<string, Entry> Used = new(AppName.Comparer);

    public static ApiKey? Find(AppBinding binding)
    {
        if (!Entries.TryGetValue(Place(binding), out var entry))
            return null;
        // Where the registry cannot be written, a rotated key that was accepted once stays accepted for the life of the process, as
        // long as the entry is the one that it was accepted for.
        var isAccepted = entry.Key.Fingerprint == binding.KeyFingerprint
            ? BindingSeal.Holds(binding, entry.Key)
            : BindingSeal.IsSame(entry.Binding, binding);
        return isAccepted ? entry.Key : null;
    }

    /// <summary>A key that was good for what is in this place, and may have sealed the entry, whatever that says now.</summary>
    public static ApiKey? Former(AppBinding binding) => Entries.TryGetValue(Place(binding), out var entry) ? entry.Key : null;

    /// <summary>What the binding said when this very key was accepted for it; null when it never was.</summary>
    public static AppBinding? AcceptedFor(AppBinding binding, ApiKey key) =>
        Entries.TryGetValue(Place(binding), out var entry)
        && entry.Key.Equals(key)
        && AppName.Comparer.Equals(entry.Binding.Name, binding.Name)
            ? entry.Binding
            : null;

    /// <summary>What a name stood for, and its key then, when this process last used it; nulls when it never did.</summary>
    public static (AppBinding? Binding, ApiKey? Key) LastUse(string name) =>
        Used.TryGetValue(name, out var entry) ? (entry.Binding, entry.Key) : (null, null);

    /// <summary>Keeps a key that is known to open the binding's app.</summary>
    public static void Store(AppBinding binding, ApiKey key)
    {
        HeldKeys.Add(key);
        Entries[Place(binding)] = Used[binding.Name] = new Entry(key, binding);
    }

    public static void Drop(AppBinding binding) => Entries.TryRemove(Place(binding), out _);

    public static void Clear()
    {
        Entries.Clear();
        Used.Clear();
        HeldKeys.Clear();
    }

    private static string Place(AppBinding binding) => binding.Vault + "\n" + binding.Secret;

    private sealed record Entry(ApiKey Key, AppBinding Binding);
}

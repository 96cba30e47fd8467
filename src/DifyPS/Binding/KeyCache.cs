using System;
using System.Collections.Concurrent;
using Dify.Client;

namespace DifyPS.Binding;

/// <summary>
/// Keys read once, for the life of the process and all its runspaces: a vault read costs more than a call.
/// An entry counts only for the fingerprint it was read under, so a binding that changed finds nothing here.
/// </summary>
internal static class KeyCache
{
    private static readonly ConcurrentDictionary<string, Entry> Entries = new(StringComparer.OrdinalIgnoreCase);

    public static ApiKey? Find(AppBinding binding) =>
        Entries.TryGetValue(Place(binding.Vault, binding.Secret), out var entry)
        && (entry.PinnedFingerprint == binding.KeyFingerprint || entry.Key.Fingerprint == binding.KeyFingerprint)
            ? entry.Key
            : null;

    /// <summary>Keeps a key that is known to open the binding's app.</summary>
    public static void Keep(AppBinding binding, ApiKey key) =>
        Entries[Place(binding.Vault, binding.Secret)] = new Entry(key, binding.KeyFingerprint);

    public static void Drop(string vault, string secret) => Entries.TryRemove(Place(vault, secret), out _);

    public static void Clear() => Entries.Clear();

    private static string Place(string vault, string secret) => vault + "\n" + secret;

    // The pinned fingerprint beside the key's own: where the registry cannot be written, a rotated key
    // that was accepted once stays accepted for the life of the process.
    private sealed record Entry(ApiKey Key, string PinnedFingerprint);
}

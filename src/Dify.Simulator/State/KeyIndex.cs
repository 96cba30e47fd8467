using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace Dify.Simulator.State;

/// <summary>Whose a key is. A key belongs to one owner only, as in Dify.</summary>
internal sealed class KeyIndex
{
    private readonly ConcurrentDictionary<string, (object Owner, KeyEntry Entry)> _owners = new(StringComparer.Ordinal);

    public void Add(KeyEntry key, object owner)
    {
        if (!_owners.TryAdd(key.Value, (owner, key)))
            throw new InvalidOperationException("The key is in use already.");
    }

    public bool Remove(string key) => _owners.TryRemove(key, out _);

    public object? Find(string key) => _owners.GetValueOrDefault(key).Owner;

    /// <summary>Whose a key is that somebody uses now.</summary>
    public object? Use(string key, DateTimeOffset now)
    {
        var (owner, entry) = _owners.GetValueOrDefault(key);
        entry?.LastUsedAt = now;
        return owner;
    }
}

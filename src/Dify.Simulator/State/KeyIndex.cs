using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace Dify.Simulator.State;

/// <summary>Whose a key is. A key belongs to one owner only, as in Dify.</summary>
internal sealed class KeyIndex
{
    private readonly ConcurrentDictionary<string, object> _owners = new(StringComparer.Ordinal);

    public void Add(string key, object owner)
    {
        if (!_owners.TryAdd(key, owner))
            throw new InvalidOperationException("The key is in use already.");
    }

    public bool Remove(string key) => _owners.TryRemove(key, out _);

    public object? Find(string key) => _owners.GetValueOrDefault(key);
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;

namespace Dify.Simulator.State;

/// <summary>The keys of one owner, an app or a workspace's knowledge. Every ring of a server shares one index.</summary>
internal sealed class KeyRing(KeyIndex index, object owner, string prefix, SimulatorState state)
{
    public const int Limit = 10;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly Lock _lock = new();
    private readonly List<KeyEntry> _keys = [];

    public IReadOnlyCollection<string> Keys
    {
        get
        {
            lock (_lock)
                return _keys.Select(key => key.Value).ToArray();
        }
    }

    public IReadOnlyList<KeyEntry> Entries
    {
        get
        {
            lock (_lock)
                return _keys.ToArray();
        }
    }

    public string Create() => Add(prefix + RandomNumberGenerator.GetString(Alphabet, 24));

    public string Add(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        lock (_lock)
        {
            if (_keys.Count == Limit)
                throw new InvalidOperationException($"There are {Limit} keys already, and there can be no more.");

            var entry = new KeyEntry(key, state.Time.GetUtcNow());
            index.Add(entry, owner);
            _keys.Add(entry);
            return key;
        }
    }

    public bool Remove(string key)
    {
        lock (_lock)
            return _keys.RemoveAll(entry => entry.Value == key) > 0 && index.Remove(key);
    }

    public void Clear()
    {
        foreach (var key in Keys)
            Remove(key);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Dify.Simulator.State;

/// <summary>Things with an id, in the order in which they came. Safe to use from several threads: every answer is a copy.</summary>
/// <param name="idOf">The id of one, which never changes.</param>
internal sealed class SimulatedCollection<T>(Func<T, Guid> idOf)
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<Guid, T> _all = [];

    /// <summary>All, oldest first.</summary>
    public IReadOnlyList<T> OldestFirst
    {
        get
        {
            lock (_lock)
                return [.. _all.Values];
        }
    }

    /// <summary>All, newest first.</summary>
    public IReadOnlyList<T> NewestFirst
    {
        get
        {
            lock (_lock)
                return [.. _all.Values.Reverse()];
        }
    }

    public void Add(T one)
    {
        lock (_lock)
            _all[idOf(one)] = one;
    }

    /// <summary>The one with the id; the default of its type when there is none.</summary>
    public T? Find(Guid? id)
    {
        lock (_lock)
            return id is { } known && _all.TryGetValue(known, out var one) ? one : default;
    }

    /// <summary>Puts another in the place of the first that fits; behind all others when none does.</summary>
    public void AddOrReplace(Func<T, bool> fits, Func<T?, T> change)
    {
        lock (_lock)
        {
            var known = _all.Values.FirstOrDefault(fits);
            var one = change(known);
            _all[idOf(one)] = one;
        }
    }

    /// <summary>Takes one away; false when there is none.</summary>
    public bool Remove(Guid? id)
    {
        lock (_lock)
            return id is { } known && _all.Remove(known);
    }

    /// <summary>Takes all away that fit; false when none does.</summary>
    public bool RemoveAll(Func<T, bool> fits)
    {
        lock (_lock)
        {
            var gone = _all.Where(pair => fits(pair.Value)).Select(pair => pair.Key).ToList();
            gone.ForEach(id => _all.Remove(id));
            return gone.Count > 0;
        }
    }
}

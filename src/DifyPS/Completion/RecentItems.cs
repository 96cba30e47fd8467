using System;
using System.Collections.Generic;
using System.Linq;

namespace DifyPS.Completion;

/// <summary>What this process has seen last, each once.</summary>
/// <typeparam name="T">What it is.</typeparam>
internal sealed class RecentItems<T>
{
    private readonly LinkedList<T> _items = new();
    private readonly int _capacity;
    private readonly Func<T, object?> _key;

    /// <param name="capacity">How many are kept.</param>
    /// <param name="key">What tells them apart.</param>
    public RecentItems(int capacity, Func<T, object?> key)
    {
        _capacity = capacity;
        _key = key;
    }

    public void Add(T item)
    {
        var key = _key(item);
        lock (_items)
        {
            for (var one = _items.First; one is not null; one = one.Next)
            {
                if (!Equals(_key(one.Value), key))
                    continue;
                _items.Remove(one);
                break;
            }

            _items.AddFirst(item);
            if (_items.Count > _capacity)
                _items.RemoveLast();
        }
    }

    /// <summary>Those that fit, the latest first.</summary>
    public IReadOnlyList<T> Find(Func<T, bool> fits)
    {
        lock (_items)
            return _items.Where(fits).ToList();
    }

    public void Clear()
    {
        lock (_items)
            _items.Clear();
    }
}

using System.Collections.Generic;

namespace Dify.Client.Runs;

/// <summary>A list in which what comes again by the same key takes its old place.</summary>
internal sealed class KeyedList<T>
{
    private readonly List<T> _items = [];
    private readonly Dictionary<string, int> _places = [];

    public void Put(string? key, T item)
    {
        if (key is not null && _places.TryGetValue(key, out var place))
        {
            _items[place] = item;
            return;
        }

        if (key is not null)
            _places.Add(key, _items.Count);

        _items.Add(item);
    }

    public T[] ToArray() => [.. _items];
}

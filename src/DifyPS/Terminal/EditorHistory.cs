using System.Collections.Generic;

namespace DifyPS.Terminal;

/// <summary>What was entered before. In memory only: what people write to an app may be private.</summary>
internal sealed class EditorHistory
{
    private const int Most = 500;

    private readonly List<string> _entries = new();
    private int _at;
    private string _draft = string.Empty;

    /// <summary>Keeps an entry, once if it is the same as the last.</summary>
    public void Add(string text)
    {
        if (_entries.Count == 0 || _entries[_entries.Count - 1] != text)
            _entries.Add(text);
        if (_entries.Count > Most)
            _entries.RemoveAt(0);
    }

    /// <summary>Begins at the newest.</summary>
    public void Rewind() => _at = _entries.Count;

    /// <summary>The entry before; what was being written is kept, to come back to. Null when there is none.</summary>
    public string? Earlier(string current)
    {
        if (_at == 0)
            return null;
        if (_at == _entries.Count)
            _draft = current;
        return _entries[--_at];
    }

    /// <summary>The entry after, and in the end what was being written.</summary>
    public string? Later()
    {
        if (_at >= _entries.Count)
            return null;
        return ++_at == _entries.Count ? _draft : _entries[_at];
    }
}

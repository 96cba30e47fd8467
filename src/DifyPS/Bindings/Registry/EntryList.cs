using System;
using System.Collections.Generic;
using System.Text.Json;

namespace DifyPS.Bindings.Registry;

/// <summary>The entries of one list of the registry, in their order.</summary>
internal sealed class EntryList<T>
    where T : class, INamedEntry
{
    private readonly List<Entry> _entries = new();

    // Which of two entries of one name is meant, nobody can say.
    private readonly HashSet<string> _names = new(AppName.Comparer);
    private readonly HashSet<string> _repeated = new(AppName.Comparer);

    /// <summary>Reads the list at whose beginning the reader is.</summary>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, EntryParser<T> parse)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var json = RegistryReader.Raw(ref reader, text);
            var value = parse(json, out var name, out var reason);
            _entries.Add(new Entry(value, name, reason, start, json.Length));
            if (name is not null && !_names.Add(name))
                _repeated.Add(name);
        }
    }

    /// <summary>Those that can be understood.</summary>
    public IReadOnlyList<T> Sound()
    {
        var sound = new List<T>(_entries.Count);
        foreach (var entry in _entries)
        {
            if (IsSound(entry))
                sound.Add(entry.Value!);
        }

        return sound;
    }

    /// <summary>The others, as they stand in the text.</summary>
    public IReadOnlyList<DamagedEntry> Damaged(ReadOnlySpan<byte> text, bool isWorkspace)
    {
        var damaged = new List<DamagedEntry>();
        for (var i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            if (IsSound(entry))
                continue;
            var reader = new Utf8JsonReader(text.Slice(entry.Start, entry.Length), RegistryReader.Options);
            var reason = entry.Reason ?? Strings.FormatRegistryNameTwice(entry.Value!.Name);
            damaged.Add(new DamagedEntry(i + 1, entry.Name, reason, JsonElement.ParseValue(ref reader)) { IsWorkspace = isWorkspace });
        }

        return damaged;
    }

    private bool IsSound(Entry entry) => entry.Value is not null && !_repeated.Contains(entry.Name!);

    /// <summary>An entry as it was read, and where it stands.</summary>
    private sealed class Entry(T? value, string? name, string? reason, int start, int length)
    {
        public readonly T? Value = value;
        public readonly string? Name = name;
        public readonly string? Reason = reason;
        public readonly int Start = start;
        public readonly int Length = length;
    }
}

using System;
using System.Collections.Generic;
using System.Text.Json;

namespace DifyPS.Bindings.Registry;

/// <summary>The entries of one list of the registry, in their order.</summary>
/// <param name="text">The whole file.</param>
/// <param name="former">The list as it was read before: an entry that reads the same is not taken apart again.</param>
internal sealed class EntryList<T>(ReadOnlyMemory<byte> text, EntryList<T>? former)
    where T : class, INamedEntry
{
    // Whoever writes changes an entry or two, and leaves the others in their order.
    private const int LookedAhead = 4;

    private readonly ReadOnlyMemory<byte> _text = text;
    private readonly List<Entry> _entries = new();
    private EntryList<T>? _former = former;
    private int _next;

    // Which of two entries of one name is meant, nobody can say.
    private readonly HashSet<string> _names = new(AppName.Comparer);
    private readonly HashSet<string> _repeated = new(AppName.Comparer);

    /// <summary>Reads the list at whose beginning the reader is.</summary>
    public void Read(ref Utf8JsonReader reader, EntryParser<T> parse)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var json = RegistryReader.Raw(ref reader, _text.Span);
            string? reason = null;
            var value = FindFormer(json);
            var name = value?.Name;
            value ??= parse(json, out name, out reason);
            _entries.Add(new Entry(value, name, reason, start, json.Length));
            if (name is not null && !_names.Add(name))
                _repeated.Add(name);
        }

        // Each would keep the one before it, and the texts of all.
        _former = null;
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
    public IReadOnlyList<DamagedEntry> Damaged(bool isWorkspace)
    {
        var damaged = new List<DamagedEntry>();
        for (var i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            if (IsSound(entry))
                continue;
            var reader = new Utf8JsonReader(TextOf(entry), RegistryReader.Options);
            var reason = entry.Reason ?? Strings.FormatRegistryNameTwice(entry.Value!.Name);
            damaged.Add(new DamagedEntry(i + 1, entry.Name, reason, JsonElement.ParseValue(ref reader)) { IsWorkspace = isWorkspace });
        }

        return damaged;
    }

    private T? FindFormer(ReadOnlySpan<byte> json)
    {
        for (var i = _next; _former is not null && i < _former._entries.Count && i < _next + LookedAhead; i++)
        {
            var entry = _former._entries[i];
            if (entry.Value is null || !_former.TextOf(entry).SequenceEqual(json))
                continue;
            _next = i + 1;
            return entry.Value;
        }

        return null;
    }

    private ReadOnlySpan<byte> TextOf(Entry entry) => _text.Span.Slice(entry.Start, entry.Length);

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

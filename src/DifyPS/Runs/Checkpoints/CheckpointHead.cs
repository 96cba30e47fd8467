using System;
using System.Collections.Generic;
using Dify.Client.Rest;
using Dify.Client.Values;
using DifyPS.Bindings.Registry;

namespace DifyPS.Runs.Checkpoints;

/// <summary>What a checkpoint is of: the first line of its file. One of something else is refused.</summary>
internal sealed record CheckpointHead(string App, string Server, string Command, string Constants)
{
    public const int Version = 1;

    /// <param name="binding">The app.</param>
    /// <param name="command">The cmdlet.</param>
    /// <param name="constants">What is the same for all items, such as -Inputs.</param>
    public static CheckpointHead For(AppBinding binding, string command, IReadOnlyDictionary<string, object?> constants) =>
        new(binding.Name, binding.Server, command, Hash(constants));

    /// <summary>The start of the SHA-256 of a value written as JSON with its names in order.</summary>
    public static string Hash(object? value) => Digest.Of(JsonValueWriter.Write(Sorted(value)), bytes: 16);

    public IReadOnlyDictionary<string, object?> ToLine() => new Dictionary<string, object?>
    {
        ["checkpoint"] = Version,
        ["app"] = App,
        ["server"] = Server,
        ["command"] = Command,
        ["constants"] = Constants,
        ["created"] = DateTimeOffset.UtcNow.ToString("o", System.Globalization.CultureInfo.InvariantCulture),
    };

    private static object? Sorted(object? value) => value switch
    {
        IReadOnlyDictionary<string, object?> table => Sorted(table),
        IDictionary<string, object?> table => Sorted(new Dictionary<string, object?>(table, StringComparer.Ordinal)),
        string => value,
        IEnumerable<object?> list => Items(list),
        _ => value,
    };

    private static SortedDictionary<string, object?> Sorted(IReadOnlyDictionary<string, object?> table)
    {
        var sorted = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var pair in table)
            sorted[pair.Key] = Sorted(pair.Value);
        return sorted;
    }

    private static List<object?> Items(IEnumerable<object?> list)
    {
        var items = new List<object?>();
        foreach (var item in list)
            items.Add(Sorted(item));
        return items;
    }
}

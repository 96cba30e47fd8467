using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dify.Simulator.State;

namespace Dify.Simulator;

/// <summary>How often an app has run with which inputs, and how that ended: whether anything was done twice, or not at all.</summary>
public sealed class RunLedger
{
    private readonly ConcurrentDictionary<string, LedgerEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>All runs together.</summary>
    public RunCount Total => Sum(_entries.Values);

    /// <summary>The runs by the value of one input, or by all inputs as JSON.</summary>
    public IReadOnlyDictionary<string, RunCount> By(string? input = null) => _entries.Values
        .GroupBy(entry => input is null ? entry.Key : Text(entry.Inputs[input]), StringComparer.Ordinal)
        .ToDictionary(group => group.Key, Sum, StringComparer.Ordinal);

    /// <summary>Forgets all runs so far.</summary>
    public void Clear() => _entries.Clear();

    internal LedgerEntry Begin(JsonObject inputs)
    {
        var entry = _entries.GetOrAdd(inputs.ToJsonString(), static (key, inputs) => new LedgerEntry(key, inputs), inputs);
        entry.Begin();
        return entry;
    }

    private static RunCount Sum(IEnumerable<LedgerEntry> entries) =>
        entries.Aggregate(new RunCount(0, 0, 0, 0), static (sum, entry) => sum + entry.Count);

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}

/// <summary>How many runs there were. What has not ended is only among those started.</summary>
/// <param name="Started">How many began.</param>
/// <param name="Succeeded">How many ended well, partly well included.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Stopped">How many were stopped, or left by their client.</param>
public sealed record RunCount(int Started, int Succeeded, int Failed, int Stopped)
{
    /// <summary>Both together.</summary>
    public static RunCount operator +(RunCount left, RunCount right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(
            left.Started + right.Started,
            left.Succeeded + right.Succeeded,
            left.Failed + right.Failed,
            left.Stopped + right.Stopped
        );
    }
}

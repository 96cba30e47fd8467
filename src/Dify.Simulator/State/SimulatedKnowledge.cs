using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Threading;
using Dify.Simulator.State;

namespace Dify.Simulator;

/// <summary>The knowledge bases of a workspace, and the keys to them.</summary>
public sealed class SimulatedKnowledge
{
    private readonly SimulatorState _state;
    private readonly Lock _lock = new();
    private readonly SimulatedCollection<JsonObject> _datasets = new(IdOf);
    private readonly Dictionary<string, string[]> _scopes = new(StringComparer.Ordinal);

    internal SimulatedKnowledge(SimulatorState state, KeyIndex keys, string name)
    {
        _state = state;
        Name = name;
        WorkspaceId = state.WorkspaceId;
        KeyRing = new KeyRing(keys, this, "dataset-", state);
    }

    /// <summary>The workspace it belongs to.</summary>
    public Guid WorkspaceId { get; set; }

    /// <summary>What the simulator calls it; Dify has no name for it.</summary>
    public string Name { get; }

    /// <summary>Whether the knowledge API is switched on; 403 otherwise.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The keys.</summary>
    public IReadOnlyCollection<string> Keys => KeyRing.Keys;

    /// <summary>The knowledge bases, as <c>GET /datasets</c> gives them.</summary>
    public IReadOnlyList<JsonObject> Datasets => _datasets.OldestFirst;

    internal KeyRing KeyRing { get; }

    /// <summary>Makes a key.</summary>
    /// <exception cref="InvalidOperationException">There are ten already.</exception>
    public string CreateKey() => KeyRing.Create();

    /// <summary>Adds a key of a value of one's choice.</summary>
    /// <exception cref="InvalidOperationException">There are ten already, or the value is in use.</exception>
    public string CreateKey(string value) => KeyRing.Add(value);

    /// <summary>Makes a key that opens chosen knowledge bases only.</summary>
    /// <param name="datasets">The names of the bases.</param>
    /// <param name="value">The key; one is made when null.</param>
    /// <exception cref="InvalidOperationException">There are ten already, or the value is in use.</exception>
    public string CreateLimitedKey(IEnumerable<string> datasets, string? value = null)
    {
        var key = value is null ? KeyRing.Create() : KeyRing.Add(value);
        Limit(key, datasets);
        return key;
    }

    /// <summary>Has a key open chosen knowledge bases only.</summary>
    internal void Limit(string key, IEnumerable<string> datasets)
    {
        lock (_lock)
            _scopes[key] = [.. datasets];
    }

    /// <summary>Takes a key away.</summary>
    public void RevokeKey(string value) => KeyRing.Remove(value);

    /// <summary>Whether the key opens what is not one base's: the list of all, or a new one.</summary>
    internal bool OpensAll(string? key)
    {
        lock (_lock)
            return key is null || !_scopes.ContainsKey(key);
    }

    /// <summary>Whether the key opens the base.</summary>
    internal bool Opens(string? key, JsonObject dataset)
    {
        lock (_lock)
            return key is null || !_scopes.TryGetValue(key, out var names) || Array.IndexOf(names, (string?)dataset["name"]) >= 0;
    }

    /// <summary>Takes a knowledge base away.</summary>
    public void RemoveDataset(JsonObject dataset) => _datasets.Remove(IdOf(dataset));

    /// <summary>Adds a knowledge base.</summary>
    public JsonObject AddDataset(string name)
    {
        var dataset = DatasetDefaults.Create(name, _state.Now());
        _datasets.Add(dataset);
        return dataset;
    }

    internal JsonObject? FindDataset(Guid id) => _datasets.Find(id);

    private static Guid IdOf(JsonObject dataset) => Guid.Parse((string)dataset["id"]!);
}

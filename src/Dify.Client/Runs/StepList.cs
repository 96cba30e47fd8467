using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Runs;

/// <summary>The nodes of a run in the order they began, each once however many events tell of it.</summary>
internal sealed class StepList
{
    private readonly List<WorkflowStep> _steps = [];
    private readonly Dictionary<string, WorkflowStep> _byExecution = [];
    private readonly Dictionary<string, int> _rounds = [];
    private DateTimeOffset? _first;

    /// <summary>Sets the clock, by the first event of the run that is heard.</summary>
    public void Hear(DifyEvent item) => _first ??= item.ReceivedAt;

    public void Put(DifyEvent item, NodeData data, string? status)
    {
        var step = Apply(item, data, status, isBeginning: item is NodeStartedEvent);
        step.PredecessorNodeId = data.PredecessorNodeId ?? step.PredecessorNodeId;
        step.ContainerId = data.IterationId ?? data.LoopId ?? step.ContainerId;
        step.Round = Number(data.ExecutionMetadata, data.IterationId is null ? "loop_index" : "iteration_index")
            ?? step.Round ?? (step.ContainerId is { } container && _rounds.TryGetValue(container, out var round) ? round : null);
        if (item is NodeRetryEvent)
            step.AddRetry(new WorkflowRetry { Index = data.RetryIndex, Error = step.Error, HeardAfter = item.ReceivedAt - _first });
    }

    /// <summary>An Iteration or Loop node: Dify tells of its beginning and end by events of their own.</summary>
    public void Put(DifyEvent item, RoundData data, string? status)
    {
        var step = Apply(item, data, status, isBeginning: item is IterationStartedEvent or LoopStartedEvent);
        if (item is IterationNextEvent or LoopNextEvent && data is { NodeId: { } node, Index: { } index })
        {
            _rounds[node] = index;
            step.Rounds = Math.Max(step.Rounds ?? 0, index + 1);
        }

        step.Rounds = data.Steps ?? step.Rounds;
        step.Tokens ??= data.TotalTokens;
    }

    public IReadOnlyList<WorkflowStep> Build() => _steps.ConvertAll(static step => step.Copy());

    // What is told of every step.
    private WorkflowStep Apply(DifyEvent item, StepData data, string? status, bool isBeginning)
    {
        var step = Find(item, data.Id ?? data.NodeId, isBeginning);
        step.NodeId = data.NodeId ?? step.NodeId;
        step.Title = data.Title ?? step.Title;
        step.Type = data.NodeType ?? step.Type;
        step.Status = status ?? step.Status;
        step.Elapsed = data.Elapsed ?? step.Elapsed;
        step.Error = data.Error is { Length: > 0 } error ? error : null;
        step.StartedAt = data.CreatedAt ?? step.StartedAt;
        PutMetadata(step, data.ExecutionMetadata);
        return step;
    }

    private WorkflowStep Find(DifyEvent item, string? execution, bool isBeginning)
    {
        Hear(item);
        var id = execution ?? string.Empty;
        if (!_byExecution.TryGetValue(id, out var step))
        {
            // Told again, as to those who come back after a break, it has its first hearing.
            step = new WorkflowStep { ExecutionId = id, HeardAfter = isBeginning ? item.ReceivedAt - _first : null };
            _byExecution.Add(id, step);
            _steps.Add(step);
        }

        return step;
    }

    private static void PutMetadata(WorkflowStep step, JsonElement? metadata)
    {
        step.Tokens = Number(metadata, "total_tokens") ?? step.Tokens;
        step.Price = Field(metadata, "total_price") is { } price ? Price(price) ?? step.Price : step.Price;
        step.Currency = Field(metadata, "currency") is { ValueKind: JsonValueKind.String } currency
            ? HarmlessText.Of(currency.GetString())
            : step.Currency;
    }

    private static JsonElement? Field(JsonElement? metadata, string name) =>
        metadata is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty(name, out var value) ? value : null;

    private static int? Number(JsonElement? metadata, string name) =>
        Field(metadata, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    // A number by the description, and text from servers that do not want it rounded.
    private static decimal? Price(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
            JsonValueKind.String
                when decimal.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
}

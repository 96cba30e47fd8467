using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Runs;

/// <summary>How a workflow run stands: what <c>GET /workflows/run/{workflow_run_id}</c> answers.</summary>
public sealed class WorkflowRun : DifyResource
{
    /// <summary>The run.</summary>
    public string? Id { get; init; }

    /// <summary>The version of the workflow that runs.</summary>
    public string? WorkflowId { get; init; }

    /// <summary><c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>stopped</c>, <c>partial-succeeded</c> or <c>paused</c>.</summary>
    public string? Status { get; init; }

    /// <summary>What it began with: any JSON. Older servers send it as JSON within a text; this is the JSON all the same.</summary>
    public JsonElement? Inputs { get => field is { ValueKind: JsonValueKind.String } text ? Unwrap(text) : field; init; }

    /// <summary>What came out; empty until there is something.</summary>
    public JsonElement? Outputs { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The number of steps.</summary>
    public int? TotalSteps { get; init; }

    /// <summary>The tokens of all nodes.</summary>
    public long? TotalTokens { get; init; }

    /// <summary>How long it ran.</summary>
    [JsonPropertyName("elapsed_time")]
    public TimeSpan? Elapsed { get; init; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ended, in local time.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether nothing more will come of it.</summary>
    [JsonIgnore]
    public bool HasEnded => Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Stopped or RunStatus.PartialSucceeded;

    // A text that is no JSON, or the JSON of a text or a number, is meant as it is.
    private static JsonElement? Unwrap(JsonElement text)
    {
        try
        {
            using var document = JsonText.Parse(text.GetString()!);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Object or JsonValueKind.Array => document.RootElement.Clone(),
                JsonValueKind.Null => null,
                _ => text,
            };
        }
        catch (JsonException)
        {
            return text;
        }
    }
}

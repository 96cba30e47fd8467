using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Workflows;

/// <summary>How a workflow run stands: what <c>GET /workflows/run/{workflow_run_id}</c> answers.</summary>
public sealed class WorkflowRun : Record
{
    /// <summary>The run.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The version of the workflow that runs.</summary>
    [JsonInclude]
    public string? WorkflowId { get; internal set; }

    /// <summary><c>running</c>, <c>succeeded</c>, <c>failed</c>, <c>stopped</c>, <c>partial-succeeded</c> or <c>paused</c>.</summary>
    [JsonInclude]
    public string? Status { get; internal set; }

    /// <summary>What it began with: any JSON. Older servers send it as JSON within a text; this is the JSON all the same.</summary>
    [JsonIgnore]
    public JsonElement? Inputs => SentInputs is { ValueKind: JsonValueKind.String } text ? Unwrap(text) : SentInputs;

    /// <summary>What came out; empty until there is something.</summary>
    [JsonInclude]
    public JsonElement? Outputs { get; internal set; }

    /// <summary>Why it failed.</summary>
    [JsonInclude]
    public string? Error { get; internal set; }

    /// <summary>The number of steps.</summary>
    [JsonInclude]
    public int? TotalSteps { get; internal set; }

    /// <summary>The tokens of all nodes.</summary>
    [JsonInclude]
    public long? TotalTokens { get; internal set; }

    /// <summary>How long it ran, in seconds.</summary>
    [JsonInclude]
    [JsonPropertyName("elapsed_time")]
    public double? ElapsedSeconds { get; internal set; }

    /// <summary>When it began, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    /// <summary>When it ended, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? FinishedAt => UnixTime.ToLocal(FinishedAtSeconds);

    /// <summary>Whether nothing more will come of it.</summary>
    [JsonIgnore]
    public bool HasEnded => Status is "succeeded" or "failed" or "stopped" or "partial-succeeded";

    [JsonInclude]
    [JsonPropertyName("inputs")]
    internal JsonElement? SentInputs { get; set; }

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }

    [JsonInclude]
    [JsonPropertyName("finished_at")]
    internal long? FinishedAtSeconds { get; set; }

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

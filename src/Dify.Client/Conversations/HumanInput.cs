using System.Text.Json.Serialization;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>A form that a chatflow waited for, and what became of it.</summary>
public sealed class HumanInput
{
    /// <summary><c>human_input</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The run that waited.</summary>
    public string? WorkflowRunId { get; init; }

    /// <summary>Whether somebody has filled it in.</summary>
    public bool? Submitted { get; init; }

    /// <summary>The form; null when this is what was filled in.</summary>
    [JsonPropertyName("form_definition")]
    public HumanInputPause? Form { get; init; }

    /// <summary>What was filled in; null until it was.</summary>
    [JsonPropertyName("form_submission_data")]
    public HumanInputSubmission? Submission { get; init; }
}

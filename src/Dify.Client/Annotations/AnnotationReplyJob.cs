using System.Text.Json.Serialization;
using Dify.Client.Jobs;
using Dify.Client.Paging;

namespace Dify.Client.Annotations;

/// <summary>A job that switches the annotation reply of an app on or off.</summary>
public sealed class AnnotationReplyJob : Record, IJob
{
    /// <summary>The status of a job that went well.</summary>
    public const string Completed = "completed";

    /// <summary>The status of a job that failed.</summary>
    public const string Failed = "error";

    /// <summary>The job.</summary>
    [JsonInclude]
    [JsonPropertyName("job_id")]
    public string Id { get => field ?? string.Empty; internal set; }

    /// <summary><c>waiting</c>, <c>processing</c>, <c>completed</c> or <c>error</c>.</summary>
    [JsonInclude]
    [JsonPropertyName("job_status")]
    public string Status { get => field ?? string.Empty; internal set; }

    /// <summary>Why it failed; null when it did not.</summary>
    [JsonIgnore]
    public string? Error => string.IsNullOrEmpty(ErrorMessage) ? null : ErrorMessage;

    /// <summary>Whether it is over, well or not.</summary>
    [JsonIgnore]
    public bool IsOver => Status is Completed or Failed;

    [JsonInclude]
    [JsonPropertyName("error_msg")]
    internal string? ErrorMessage { get; set; }
}

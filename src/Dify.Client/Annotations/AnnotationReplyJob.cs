using System.Text.Json.Serialization;
using Dify.Client.Jobs;
using Dify.Client.Paging;

namespace Dify.Client.Annotations;

/// <summary>A job that switches the annotation reply of an app on or off.</summary>
public sealed class AnnotationReplyJob : DifyResource, IJob
{
    /// <summary>The status of a job that went well.</summary>
    public const string Completed = "completed";

    /// <summary>The status of a job that failed.</summary>
    public const string Failed = "error";

    /// <summary>The job.</summary>
    [JsonPropertyName("job_id")]
    public string Id { get => field ?? string.Empty; init; }

    /// <summary><c>waiting</c>, <c>processing</c>, <c>completed</c> or <c>error</c>.</summary>
    [JsonPropertyName("job_status")]
    public string Status { get => field ?? string.Empty; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    [JsonPropertyName("error_msg")]
    public string? Error { get => string.IsNullOrEmpty(field) ? null : field; init; }

    /// <summary>Whether it is over, well or not.</summary>
    [JsonIgnore]
    public bool IsOver => Status is Completed or Failed;
}

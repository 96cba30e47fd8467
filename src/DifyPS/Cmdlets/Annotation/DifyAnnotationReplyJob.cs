using Dify.Client.Annotations;
using DifyPS.Binding;

namespace DifyPS;

/// <summary>A job of Dify's that switches an app's annotation reply.</summary>
public sealed class DifyAnnotationReplyJob : DifyRecord
{
    internal DifyAnnotationReplyJob(AppBinding binding, string action, AnnotationReplyJob job)
        : base(binding.Name, job.Json)
    {
        Action = action;
        JobId = job.Id;
        Status = job.Status;
        Error = job.Error;
    }

    /// <summary>The job.</summary>
    public string JobId { get; }

    /// <summary><c>Enable</c> or <c>Disable</c>.</summary>
    public string Action { get; }

    /// <summary><c>waiting</c>, <c>processing</c>, <c>completed</c> or <c>error</c>.</summary>
    public string Status { get; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error { get; }

    /// <summary>Gives the status.</summary>
    public override string ToString() => Readable.Text(Status);
}

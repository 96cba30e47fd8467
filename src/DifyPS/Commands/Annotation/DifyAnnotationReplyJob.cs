using Dify.Client.Annotations;
using DifyPS.Common;

namespace DifyPS;

/// <summary>A job of Dify's that switches an app's annotation reply.</summary>
public sealed class DifyAnnotationReplyJob : DifyRecord
{
    internal DifyAnnotationReplyJob(string app, string action, AnnotationReplyJob job)
        : base(app, job) => Action = action;

    /// <summary>The job.</summary>
    public string JobId => Model.Id;

    /// <summary><c>Enable</c> or <c>Disable</c>.</summary>
    public string Action { get; }

    /// <summary><c>waiting</c>, <c>processing</c>, <c>completed</c> or <c>error</c>.</summary>
    public string Status => Model.Status;

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Error => Model.Error;

    /// <summary>Gives the status.</summary>
    public override string ToString() => DisplayFormat.Text(Status);

    private AnnotationReplyJob Model => (AnnotationReplyJob)Raw!;
}

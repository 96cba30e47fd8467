using System;
using Dify.Client.Annotations;
using DifyPS.Binding;

namespace DifyPS;

/// <summary>A question, and the answer that an app gives to it instead of one of its own.</summary>
public sealed class DifyAnnotation : DifyRecord
{
    internal DifyAnnotation(AppBinding binding, Annotation annotation)
        : base(binding.Name, annotation.Json)
    {
        AnnotationId = annotation.Id;
        Question = annotation.Question;
        Answer = annotation.Answer;
        HitCount = annotation.HitCount;
        CreatedAt = annotation.CreatedAt;
    }

    /// <summary>The annotation.</summary>
    public string AnnotationId { get; }

    /// <summary>The question.</summary>
    public string? Question { get; }

    /// <summary>The answer.</summary>
    public string? Answer { get; }

    /// <summary>How often it was given.</summary>
    public int? HitCount { get; }

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>Gives the question.</summary>
    public override string ToString() => Readable.Text(Question ?? AnnotationId);
}

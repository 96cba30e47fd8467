using System;
using Dify.Client.Annotations;
using DifyPS.Common;

namespace DifyPS;

/// <summary>A question, and the answer that an app gives to it instead of one of its own.</summary>
public sealed class DifyAnnotation : DifyRecord
{
    internal DifyAnnotation(string app, Annotation annotation)
        : base(app, annotation)
    {
    }

    /// <summary>The annotation.</summary>
    public string AnnotationId => Model.Id;

    /// <summary>The question.</summary>
    public string? Question => Model.Question;

    /// <summary>The answer.</summary>
    public string? Answer => Model.Answer;

    /// <summary>How often it was given.</summary>
    public int? HitCount => Model.HitCount;

    /// <summary>When it was made, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>Gives the question.</summary>
    public override string ToString() => DisplayFormat.Text(Question ?? AnnotationId);

    private Annotation Model => (Annotation)Raw!;
}

namespace Dify.Client.Annotations;

/// <summary>How questions are compared with annotations.</summary>
public sealed class AnnotationReplySettings
{
    /// <summary>How alike a question and an annotation's have to be, from 0 to 1.</summary>
    public required double ScoreThreshold { get; init; }

    /// <summary>The provider of the embedding model, such as <c>openai</c>.</summary>
    public required string EmbeddingProvider { get; init; }

    /// <summary>The embedding model, such as <c>text-embedding-3-small</c>.</summary>
    public required string EmbeddingModel { get; init; }
}

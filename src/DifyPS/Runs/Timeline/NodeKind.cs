namespace DifyPS.Runs.Timeline;

/// <summary>What takes a node its time.</summary>
internal enum NodeKind
{
    /// <summary>A model answers.</summary>
    Model,

    /// <summary>Something is looked up, or somebody else's program does something.</summary>
    Tool,

    /// <summary>A person fills in a form.</summary>
    Person,

    /// <summary>Other nodes run in it.</summary>
    Container,

    /// <summary>Dify itself works.</summary>
    Logic,
}

/// <summary>Kinds of nodes by Dify's types.</summary>
internal static class NodeKinds
{
    public static NodeKind Of(string? type) => type switch
    {
        "llm" or "agent" or "question-classifier" or "parameter-extractor" => NodeKind.Model,
        "tool" or "http-request" or "knowledge-retrieval" or "document-extractor" or "datasource" or "knowledge-index" => NodeKind.Tool,
        "human-input" => NodeKind.Person,
        "iteration" or "loop" => NodeKind.Container,
        _ => NodeKind.Logic,
    };
}

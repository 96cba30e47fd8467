using System.Text.Json.Serialization;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>A form that was filled in.</summary>
public sealed class HumanInputSubmission
{
    /// <summary>The node that waited.</summary>
    public string? NodeId { get; init; }

    /// <summary>Its title.</summary>
    public string? NodeTitle { get; init; }

    /// <summary>The form with what was filled in.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? RenderedContent { get; init; }

    /// <summary>The button that was pressed.</summary>
    public string? ActionId { get; init; }

    /// <summary>Its label.</summary>
    public string? ActionText { get; init; }
}

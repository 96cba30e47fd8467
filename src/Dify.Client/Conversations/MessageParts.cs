using System.Text.Json.Serialization;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>A file of a message.</summary>
public sealed class AttachedFile
{
    /// <summary>The file within the message.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    [JsonPropertyName("filename")]
    public string? FileName { get; init; }

    /// <summary>Its type, such as <c>image</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Where it can be seen.</summary>
    public string? Url { get; init; }

    /// <summary>Its MIME type.</summary>
    public string? MimeType { get; init; }

    /// <summary>Its size in bytes.</summary>
    public long? Size { get; init; }

    /// <summary><c>remote_url</c>, <c>local_file</c> (uploaded) or <c>tool_file</c> (made by a tool).</summary>
    public string? TransferMethod { get; init; }

    /// <summary>Whose it is: <c>user</c> or <c>assistant</c>.</summary>
    public string? BelongsTo { get; init; }

    /// <summary>The id that the upload gave, of an uploaded file.</summary>
    public string? UploadFileId { get; init; }
}

/// <summary>What the end user thinks of an answer.</summary>
public sealed class MessageFeedback
{
    /// <summary><c>like</c> or <c>dislike</c>.</summary>
    public string? Rating { get; init; }
}

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

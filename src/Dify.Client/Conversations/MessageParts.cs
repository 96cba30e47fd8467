using System.Text.Json.Serialization;
using Dify.Client.Chat;
using Dify.Client.HumanInput;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>A file of a message.</summary>
public sealed class AttachedFile
{
    /// <summary>The file within the message.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>Its name.</summary>
    [JsonInclude]
    [JsonPropertyName("filename")]
    public string? FileName { get; internal set; }

    /// <summary>Its type, such as <c>image</c>.</summary>
    [JsonInclude]
    public string? Type { get; internal set; }

    /// <summary>Where it can be seen.</summary>
    [JsonInclude]
    public string? Url { get; internal set; }

    /// <summary>Its MIME type.</summary>
    [JsonInclude]
    public string? MimeType { get; internal set; }

    /// <summary>Its size in bytes.</summary>
    [JsonInclude]
    public long? Size { get; internal set; }

    /// <summary><c>remote_url</c>, <c>local_file</c> (uploaded) or <c>tool_file</c> (made by a tool).</summary>
    [JsonInclude]
    public string? TransferMethod { get; internal set; }

    /// <summary>Whose it is: <c>user</c> or <c>assistant</c>.</summary>
    [JsonInclude]
    public string? BelongsTo { get; internal set; }

    /// <summary>The id that the upload gave, of an uploaded file.</summary>
    [JsonInclude]
    public string? UploadFileId { get; internal set; }
}

/// <summary>What the end user thinks of an answer.</summary>
public sealed class MessageFeedback
{
    /// <summary><c>like</c> or <c>dislike</c>.</summary>
    [JsonInclude]
    public string? Rating { get; internal set; }
}

/// <summary>A form that a chatflow waited for, and what became of it.</summary>
public sealed class HumanInput
{
    /// <summary><c>human_input</c>.</summary>
    [JsonInclude]
    public string? Type { get; internal set; }

    /// <summary>The run that waited.</summary>
    [JsonInclude]
    public string? WorkflowRunId { get; internal set; }

    /// <summary>Whether somebody has filled it in.</summary>
    [JsonInclude]
    public bool? Submitted { get; internal set; }

    /// <summary>The form; null when this is what was filled in.</summary>
    [JsonInclude]
    [JsonPropertyName("form_definition")]
    public HumanInputPause? Form { get; internal set; }

    /// <summary>What was filled in; null until it was.</summary>
    [JsonInclude]
    [JsonPropertyName("form_submission_data")]
    public HumanInputSubmission? Submission { get; internal set; }
}

/// <summary>A form that was filled in.</summary>
public sealed class HumanInputSubmission
{
    /// <summary>The node that waited.</summary>
    [JsonInclude]
    public string? NodeId { get; internal set; }

    /// <summary>Its title.</summary>
    [JsonInclude]
    public string? NodeTitle { get; internal set; }

    /// <summary>The form with what was filled in.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? RenderedContent { get; internal set; }

    /// <summary>The button that was pressed.</summary>
    [JsonInclude]
    public string? ActionId { get; internal set; }

    /// <summary>Its label.</summary>
    [JsonInclude]
    public string? ActionText { get; internal set; }
}

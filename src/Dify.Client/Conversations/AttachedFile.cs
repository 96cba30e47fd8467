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

using Dify.Client.Conversations;

namespace DifyPS;

/// <summary>A file of a message. Its App, FileId and User flow to the next cmdlet.</summary>
public sealed class DifyMessageFile
{
    internal DifyMessageFile(string app, string user, string messageId, AttachedFile file)
    {
        App = app;
        User = user;
        MessageId = messageId;
        FileId = file.UploadFileId;
        FileName = file.FileName;
        Type = file.Type;
        MimeType = file.MimeType;
        Size = file.Size;
        TransferMethod = file.TransferMethod;
        BelongsTo = file.BelongsTo;
        Url = file.Url;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>The end user whose message it is.</summary>
    public string User { get; }

    /// <summary>The message.</summary>
    public string MessageId { get; }

    /// <summary>The id that the upload gave; null when it was not uploaded.</summary>
    public string? FileId { get; }

    /// <summary>Its name.</summary>
    public string? FileName { get; }

    /// <summary>Its type, e.g. <c>image</c>.</summary>
    public string? Type { get; }

    /// <summary>Its MIME type.</summary>
    public string? MimeType { get; }

    /// <summary>Its size in bytes.</summary>
    public long? Size { get; }

    /// <summary><c>local_file</c> (uploaded), <c>remote_url</c> or <c>tool_file</c> (made by a tool).</summary>
    public string? TransferMethod { get; }

    /// <summary><c>user</c> or <c>assistant</c>.</summary>
    public string? BelongsTo { get; }

    /// <summary>Where it can be seen.</summary>
    public string? Url { get; }

    /// <summary>Gives the file's name.</summary>
    public override string ToString() => Readable.Text(FileName ?? Url ?? string.Empty);
}

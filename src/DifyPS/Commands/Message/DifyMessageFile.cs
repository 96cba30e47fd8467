using Dify.Client.Conversations;
using DifyPS.Common;

namespace DifyPS;

/// <summary>A file of a message. Its App, FileId and User flow to the next cmdlet.</summary>
public sealed class DifyMessageFile
{
    private readonly AttachedFile _file;

    internal DifyMessageFile(string app, string user, string messageId, AttachedFile file)

    {
        App = app;
        User = user;
        MessageId = messageId;
        _file = file;
    }

    /// <summary>The name of the app.</summary>
    public string App { get; }

    /// <summary>The end user whose message it is.</summary>
    public string User { get; }

    /// <summary>The message.</summary>
    public string MessageId { get; }

    /// <summary>The id that the upload gave; null when it was not uploaded.</summary>
    public string? FileId => _file.UploadFileId;

    /// <summary>Its name.</summary>
    public string? FileName => _file.FileName;

    /// <summary>Its type, e.g. <c>image</c>.</summary>
    public string? Type => _file.Type;

    /// <summary>Its MIME type.</summary>
    public string? MimeType => _file.MimeType;

    /// <summary>Its size in bytes.</summary>
    public long? Size => _file.Size;

    /// <summary><c>local_file</c> (uploaded), <c>remote_url</c> or <c>tool_file</c> (made by a tool).</summary>
    public string? TransferMethod => _file.TransferMethod;

    /// <summary><c>user</c> or <c>assistant</c>.</summary>
    public string? BelongsTo => _file.BelongsTo;

    /// <summary>Where it can be seen.</summary>
    public string? Url => _file.Url;

    /// <summary>Gives the file's name.</summary>
    public override string ToString() => DisplayFormat.Text(FileName ?? Url ?? string.Empty);
}

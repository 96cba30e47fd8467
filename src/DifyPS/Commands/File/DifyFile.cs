using System;
using Dify.Client.Files;
using DifyPS.Common;

namespace DifyPS;

/// <summary>A file that was uploaded to an app. Requests of the same user can refer to it by its FileId.</summary>
public sealed class DifyFile : DifyRecord
{
    internal DifyFile(string app, string user, string path, UploadedFile file)
        : base(app, file)
    {
        User = user;
        Path = path;
    }

    /// <summary>The end user whose file it is; only this one's requests can refer to it.</summary>
    public string User { get; }

    /// <summary>What requests refer to it by.</summary>
    public string FileId => Model.Id;

    /// <summary>Its name in Dify.</summary>
    public string? FileName => Model.Name;

    /// <summary>Its size in bytes.</summary>
    public long? Size => Model.Size;

    /// <summary>Its extension, without a dot.</summary>
    public string? Extension => Model.Extension;

    /// <summary>Its content type.</summary>
    public string? MimeType => Model.MimeType;

    /// <summary>Dify's type for it: <c>image</c>, <c>document</c>, <c>audio</c>, <c>video</c> or <c>custom</c>.</summary>
    public string Type => FileTypes.TypeOf(FileName ?? Path);

    /// <summary>When it arrived, local time.</summary>
    public DateTimeOffset? CreatedAt => Model.CreatedAt;

    /// <summary>Dify's id of the end user.</summary>
    public string? EndUserId => Model.CreatedBy;

    /// <summary>A signed address to get it from.</summary>
    public string? SourceUrl => Model.SourceUrl;

    /// <summary>Where it came from on this machine.</summary>
    public string Path { get; }

    /// <summary>Gives its name.</summary>
    public override string ToString() => DisplayFormat.Text(FileName ?? FileId);

    private UploadedFile Model => (UploadedFile)Raw!;
}

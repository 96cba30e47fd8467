using System;
using Dify.Client.Files;
using DifyPS.Binding;

namespace DifyPS;

/// <summary>A file that was uploaded to an app. Requests of the same user can refer to it by its FileId.</summary>
public sealed class DifyFile : DifyRecord
{
    internal DifyFile(AppBinding binding, string user, string path, UploadedFile file)
        : base(binding.Name, file.Json)
    {
        User = user;
        Path = path;
        FileId = file.Id;
        FileName = file.Name;
        Size = file.Size;
        Extension = file.Extension;
        MimeType = file.MimeType;
        Type = FileTypes.TypeOf(file.Name ?? path);
        CreatedAt = file.CreatedAt;
        EndUserId = file.CreatedBy;
        SourceUrl = file.SourceUrl;
    }

    /// <summary>The end user whose file it is; only this one's requests can refer to it.</summary>
    public string User { get; }

    /// <summary>What requests refer to it by.</summary>
    public string FileId { get; }

    /// <summary>Its name in Dify.</summary>
    public string? FileName { get; }

    /// <summary>Its size in bytes.</summary>
    public long? Size { get; }

    /// <summary>Its extension, without a dot.</summary>
    public string? Extension { get; }

    /// <summary>Its content type.</summary>
    public string? MimeType { get; }

    /// <summary>Dify's type for it: <c>image</c>, <c>document</c>, <c>audio</c>, <c>video</c> or <c>custom</c>.</summary>
    public string Type { get; }

    /// <summary>When it arrived, local time.</summary>
    public DateTimeOffset? CreatedAt { get; }

    /// <summary>Dify's id of the end user.</summary>
    public string? EndUserId { get; }

    /// <summary>A signed address to get it from.</summary>
    public string? SourceUrl { get; }

    /// <summary>Where it came from on this machine.</summary>
    public string Path { get; }

    /// <summary>Gives its name.</summary>
    public override string ToString() => Readable.Text(FileName ?? FileId);
}

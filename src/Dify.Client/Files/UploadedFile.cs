using System;
using Dify.Client.Paging;

namespace Dify.Client.Files;

/// <summary>A file that Dify keeps: what <c>POST /files/upload</c> answers.</summary>
public sealed class UploadedFile : DifyResource
{
    /// <summary>What later requests call it by.</summary>
    public string Id { get => field ?? string.Empty; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its size in bytes.</summary>
    public long? Size { get; init; }

    /// <summary>Its extension, without a dot.</summary>
    public string? Extension { get; init; }

    /// <summary>Its content type.</summary>
    public string? MimeType { get; init; }

    /// <summary>The id, not the name, of the end user whose file it is.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>A signed address to get it from.</summary>
    public string? SourceUrl { get; init; }

    /// <summary>When it arrived, local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

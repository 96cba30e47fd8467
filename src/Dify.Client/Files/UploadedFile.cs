using System;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Files;

/// <summary>A file that Dify keeps: what <c>POST /files/upload</c> answers.</summary>
public sealed class UploadedFile : Record
{
    /// <summary>What later requests call it by.</summary>
    [JsonInclude]
    public string Id { get => field ?? string.Empty; internal set; }

    /// <summary>Its name.</summary>
    [JsonInclude]
    public string? Name { get; internal set; }

    /// <summary>Its size in bytes.</summary>
    [JsonInclude]
    public long? Size { get; internal set; }

    /// <summary>Its extension, without a dot.</summary>
    [JsonInclude]
    public string? Extension { get; internal set; }

    /// <summary>Its content type.</summary>
    [JsonInclude]
    public string? MimeType { get; internal set; }

    /// <summary>The id, not the name, of the end user whose file it is.</summary>
    [JsonInclude]
    public string? CreatedBy { get; internal set; }

    /// <summary>A signed address to get it from.</summary>
    [JsonInclude]
    public string? SourceUrl { get; internal set; }

    /// <summary>When it arrived, local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? CreatedAt => UnixTime.ToLocal(CreatedAtSeconds);

    [JsonInclude]
    [JsonPropertyName("created_at")]
    internal long? CreatedAtSeconds { get; set; }
}

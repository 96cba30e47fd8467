using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>A file the assistant made.</summary>
public sealed class MessageFile
{
    /// <summary>The file.</summary>
    public string? Id { get; init; }

    /// <summary>Its type, such as <c>image</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Whose it is; <c>assistant</c>.</summary>
    public string? BelongsTo { get; init; }

    /// <summary>Where it is.</summary>
    public string? Url { get; init; }

    /// <summary>When it was made, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}

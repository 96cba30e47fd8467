using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>human_input_form_timeout</c>.</summary>
public sealed class HumanInputFormTimeoutData
{
    /// <summary>The node that waited.</summary>
    public string? NodeId { get; init; }

    /// <summary>Its title.</summary>
    public string? NodeTitle { get; init; }

    /// <summary>When its time was over, in local time.</summary>
    [JsonPropertyName("expiration_time")]
    public DateTimeOffset? ExpiresAt { get; init; }
}

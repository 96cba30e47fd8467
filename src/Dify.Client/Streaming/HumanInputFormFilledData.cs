using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>The <c>data</c> of <c>human_input_form_filled</c>.</summary>
public sealed class HumanInputFormFilledData
{
    /// <summary>The node that waited.</summary>
    public string? NodeId { get; init; }

    /// <summary>Its title.</summary>
    public string? NodeTitle { get; init; }

    /// <summary>The form as it was answered.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? RenderedContent { get; init; }

    /// <summary>The action chosen.</summary>
    public string? ActionId { get; init; }

    /// <summary>The label of that action.</summary>
    public string? ActionText { get; init; }

    /// <summary>What was filled in.</summary>
    public JsonElement? SubmittedData { get; init; }
}

using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Streaming;

/// <summary>A form a paused run waits for: the <c>data</c> of <c>human_input_required</c>.</summary>
public sealed class HumanInputPause
{
    /// <summary>
    /// Opens the form for <c>GET</c> and <c>POST /form/human_input/{form_token}</c>; null when the form is delivered another way.
    /// </summary>
    public string? FormToken { get; init; }

    /// <summary>The form.</summary>
    public string? FormId { get; init; }

    /// <summary>The node that waits.</summary>
    public string? NodeId { get; init; }

    /// <summary>Its title.</summary>
    public string? NodeTitle { get; init; }

    /// <summary>What the form says.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? FormContent { get; init; }

    /// <summary>The fields to fill in.</summary>
    public IReadOnlyList<HumanInputField> Inputs { get => field ?? []; init; }

    /// <summary>The ways to submit it.</summary>
    public IReadOnlyList<HumanInputAction> Actions { get => field ?? []; init; }

    /// <summary>Whether Dify's own console shows it too.</summary>
    public bool? DisplayInUi { get; init; }

    /// <summary>The values the fields begin with, by name.</summary>
    public JsonElement? ResolvedDefaultValues { get; init; }

    /// <summary>Until when it can be submitted, in local time.</summary>
    [JsonPropertyName("expiration_time")]
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A field of a form.</summary>
public sealed class HumanInputField
{
    /// <summary><c>paragraph</c>, <c>select</c>, <c>file</c> or <c>file-list</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The name its value is submitted under.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? OutputVariableName { get; init; }

    /// <summary>Where its first value comes from.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>Where a <c>select</c> gets its options from.</summary>
    public HumanInputOptions? OptionSource { get; init; }

    /// <summary>The types of files it takes, such as <c>image</c>.</summary>
    public IReadOnlyList<string> AllowedFileTypes { get => field ?? []; init; }

    /// <summary>The extensions of files it takes, of type <c>custom</c>.</summary>
    public IReadOnlyList<string> AllowedFileExtensions { get => field ?? []; init; }

    /// <summary><c>remote_url</c>, <c>local_file</c> or both.</summary>
    public IReadOnlyList<string> AllowedFileUploadMethods { get => field ?? []; init; }

    /// <summary>The most files a <c>file-list</c> takes.</summary>
    public int? NumberLimits { get; init; }
}

/// <summary>Where a field's options come from.</summary>
public sealed class HumanInputOptions
{
    /// <summary><c>constant</c>: they are in <see cref="Value"/>; <c>variable</c>: in a variable of the workflow.</summary>
    public string? Type { get; init; }

    /// <summary>The variable, of type <c>variable</c>.</summary>
    public IReadOnlyList<string> Selector { get => field ?? []; init; }

    /// <summary>The options, of type <c>constant</c>.</summary>
    [JsonConverter(typeof(ExactTextsConverter))]
    public IReadOnlyList<string> Value { get => field ?? []; init; }
}

/// <summary>A way to submit a form.</summary>
public sealed class HumanInputAction
{
    /// <summary>What to send as <c>action</c>.</summary>
    public string? Id { get; init; }

    /// <summary>The button's label.</summary>
    public string? Title { get; init; }

    /// <summary>The button's looks.</summary>
    public string? ButtonStyle { get; init; }
}

using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.HumanInput;

/// <summary>A form a paused run waits for: the <c>data</c> of <c>human_input_required</c>.</summary>
public sealed class HumanInputPause
{
    /// <summary>Opens the form for <c>GET</c> and <c>POST /form/human_input/{form_token}</c>; null when the form is delivered another way.</summary>
    [JsonInclude]
    public string? FormToken { get; internal set; }

    /// <summary>The form.</summary>
    [JsonInclude]
    public string? FormId { get; internal set; }

    /// <summary>The node that waits.</summary>
    [JsonInclude]
    public string? NodeId { get; internal set; }

    /// <summary>Its title.</summary>
    [JsonInclude]
    public string? NodeTitle { get; internal set; }

    /// <summary>What the form says.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? FormContent { get; internal set; }

    /// <summary>The fields to fill in.</summary>
    [JsonInclude]
    public IReadOnlyList<HumanInputField> Inputs { get => field ?? []; internal set; }

    /// <summary>The ways to submit it.</summary>
    [JsonInclude]
    public IReadOnlyList<HumanInputAction> Actions { get => field ?? []; internal set; }

    /// <summary>Whether Dify's own console shows it too.</summary>
    [JsonInclude]
    public bool? DisplayInUi { get; internal set; }

    /// <summary>The values the fields begin with, by name.</summary>
    [JsonInclude]
    public JsonElement? ResolvedDefaultValues { get; internal set; }

    /// <summary>Until when it can be submitted, in local time.</summary>
    [JsonIgnore]
    public DateTimeOffset? ExpiresAt => UnixTime.ToLocal(ExpiresAtSeconds);

    [JsonInclude]
    [JsonPropertyName("expiration_time")]
    internal long? ExpiresAtSeconds { get; set; }
}

/// <summary>A field of a form.</summary>
public sealed class HumanInputField
{
    /// <summary><c>paragraph</c>, <c>select</c>, <c>file</c> or <c>file-list</c>.</summary>
    [JsonInclude]
    public string? Type { get; internal set; }

    /// <summary>The name its value is submitted under.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? OutputVariableName { get; internal set; }

    /// <summary>Where its first value comes from.</summary>
    [JsonInclude]
    public JsonElement? Default { get; internal set; }

    /// <summary>Where a <c>select</c> gets its options from.</summary>
    [JsonInclude]
    public HumanInputOptions? OptionSource { get; internal set; }

    /// <summary>The types of files it takes, such as <c>image</c>.</summary>
    [JsonInclude]
    public IReadOnlyList<string> AllowedFileTypes { get => field ?? []; internal set; }

    /// <summary>The extensions of files it takes, of type <c>custom</c>.</summary>
    [JsonInclude]
    public IReadOnlyList<string> AllowedFileExtensions { get => field ?? []; internal set; }

    /// <summary><c>remote_url</c>, <c>local_file</c> or both.</summary>
    [JsonInclude]
    public IReadOnlyList<string> AllowedFileUploadMethods { get => field ?? []; internal set; }

    /// <summary>The most files a <c>file-list</c> takes.</summary>
    [JsonInclude]
    public int? NumberLimits { get; internal set; }
}

/// <summary>Where a field's options come from.</summary>
public sealed class HumanInputOptions
{
    /// <summary><c>constant</c>: they are in <see cref="Value"/>; <c>variable</c>: in a variable of the workflow.</summary>
    [JsonInclude]
    public string? Type { get; internal set; }

    /// <summary>The variable, of type <c>variable</c>.</summary>
    [JsonInclude]
    public IReadOnlyList<string> Selector { get => field ?? []; internal set; }

    /// <summary>The options, of type <c>constant</c>.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextsConverter))]
    public IReadOnlyList<string> Value { get => field ?? []; internal set; }
}

/// <summary>A way to submit a form.</summary>
public sealed class HumanInputAction
{
    /// <summary>What to send as <c>action</c>.</summary>
    [JsonInclude]
    public string? Id { get; internal set; }

    /// <summary>The button's label.</summary>
    [JsonInclude]
    public string? Title { get; internal set; }

    /// <summary>The button's looks.</summary>
    [JsonInclude]
    public string? ButtonStyle { get; internal set; }
}

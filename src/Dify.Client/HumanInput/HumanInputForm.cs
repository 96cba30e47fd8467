using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.HumanInput;

/// <summary>A form a paused run waits for: what <c>GET /form/human_input/{form_token}</c> answers.</summary>
public sealed class HumanInputForm : Record
{
    /// <summary>What the form says.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? FormContent { get; internal set; }

    /// <summary>The fields to fill in.</summary>
    [JsonInclude]
    public IReadOnlyList<HumanInputField> Inputs { get => field ?? []; internal set; }

    /// <summary>The ways to submit it.</summary>
    [JsonInclude]
    [JsonPropertyName("user_actions")]
    public IReadOnlyList<HumanInputAction> Actions { get => field ?? []; internal set; }

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

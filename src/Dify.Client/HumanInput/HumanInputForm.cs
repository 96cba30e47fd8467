using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.HumanInput;

/// <summary>A form a paused run waits for: what <c>GET /form/human_input/{form_token}</c> answers.</summary>
public sealed class HumanInputForm : DifyResource
{
    /// <summary>What the form says.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? FormContent { get; init; }

    /// <summary>The fields to fill in.</summary>
    public IReadOnlyList<HumanInputField> Inputs { get => field ?? []; init; }

    /// <summary>The ways to submit it.</summary>
    [JsonPropertyName("user_actions")]
    public IReadOnlyList<HumanInputAction> Actions { get => field ?? []; init; }

    /// <summary>The values the fields begin with, by name.</summary>
    public JsonElement? ResolvedDefaultValues { get; init; }

    /// <summary>Until when it can be submitted, in local time.</summary>
    [JsonPropertyName("expiration_time")]
    public DateTimeOffset? ExpiresAt { get; init; }
}

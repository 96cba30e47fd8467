using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>What one end user and the app have said to each other.</summary>
public sealed class Conversation : DifyResource
{
    /// <summary>The conversation.</summary>
    public string Id { get => field ?? string.Empty; init; }

    /// <summary>Its name.</summary>
    public string Name { get => field ?? string.Empty; init; }

    /// <summary>The values of the app's input variables that it began with.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary><c>normal</c> when it is in use.</summary>
    public string? Status { get; init; }

    /// <summary>What the app said before anybody else did.</summary>
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Introduction { get; init; }

    /// <summary>When it began, in local time.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When something was last said, in local time.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

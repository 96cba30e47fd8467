using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace Dify.Simulator.State;

/// <summary>A question and its answer, as a conversation keeps them.</summary>
internal sealed class Message
{
    public required Guid Id { get; init; }

    public Guid? ParentId { get; init; }

    public required JsonObject Inputs { get; init; }

    public required string Query { get; init; }

    public required long CreatedAt { get; init; }

    /// <summary>The files of the question, as <c>MessageFileItem</c>.</summary>
    public IReadOnlyList<JsonObject> Files { get; init; } = [];

    public string Answer { get; set; } = "";

    public string? Error { get; set; }

    public JsonObject Usage { get; set; } = [];

    public IReadOnlyList<JsonObject> Resources { get; set; } = [];

    public IReadOnlyList<JsonObject> Thoughts { get; set; } = [];

    public IReadOnlyList<JsonObject> AnswerFiles { get; set; } = [];
}

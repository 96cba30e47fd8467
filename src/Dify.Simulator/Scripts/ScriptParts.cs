using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Dify.Simulator;

/// <summary>A step of an agent.</summary>
/// <param name="Thought">What it thinks.</param>
/// <param name="Tool">The tool it calls.</param>
/// <param name="ToolInput">The tool's input, as JSON.</param>
/// <param name="Observation">What the tool gives.</param>
public sealed record SimulatedThought(string Thought, string Tool = "", string ToolInput = "", string Observation = "");

/// <summary>A source of an answer.</summary>
/// <param name="Dataset">The knowledge base's name.</param>
/// <param name="Document">The document's name.</param>
/// <param name="Content">The chunk.</param>
/// <param name="Score">How well it fits, from 0 to 1.</param>
public sealed record SimulatedCitation(string Dataset, string Document, string Content, double Score = 0.9);

/// <summary>A file that comes with an answer.</summary>
/// <param name="Type">Its type, such as <c>image</c>.</param>
/// <param name="Url">Where it is.</param>
public sealed record SimulatedFile(string Type, string Url);

/// <summary>An error event.</summary>
/// <param name="Status">The HTTP status it speaks of.</param>
/// <param name="Code">Dify's code.</param>
/// <param name="Message">What happened.</param>
/// <param name="AfterEvents">How many chunks of the answer come before it.</param>
public sealed record SimulatedError(int Status = 400, string Code = "completion_request_error", string Message = "Completion request failed.", int AfterEvents = 0);

/// <summary>A form that a chatflow waits for.</summary>
/// <remarks>Its properties are no init-only ones: those would lose their defaults when they come as JSON.</remarks>
public sealed record SimulatedForm
{
    /// <summary>The title of its node.</summary>
    public string Title { get; set; } = "Approval";

    /// <summary>Its text.</summary>
    public string Content { get; set; } = "Please review the draft.";

    /// <summary>Its fields.</summary>
    public IReadOnlyList<SimulatedFormInput> Inputs { get; set; } = [new("paragraph", "comment")];

    /// <summary>Its buttons.</summary>
    public IReadOnlyList<SimulatedFormAction> Actions { get; set; } = [new("approve", "Approve"), new("reject", "Reject")];

    /// <summary>How long it can be filled in.</summary>
    [JsonPropertyName("timeoutMs")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromDays(1);
}

/// <summary>A field of a form.</summary>
/// <param name="Type"><c>paragraph</c>, <c>select</c>, <c>file</c> or <c>file-list</c>.</param>
/// <param name="Name">The variable it fills.</param>
/// <param name="Default">What is in it at first.</param>
public sealed record SimulatedFormInput(string Type, string Name, string? Default = null);

/// <summary>A button of a form.</summary>
/// <param name="Id">What is submitted.</param>
/// <param name="Title">What is on it.</param>
public sealed record SimulatedFormAction(string Id, string Title);

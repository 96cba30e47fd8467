using System.Text.Json.Nodes;

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
public sealed record SimulatedError(
    int Status = 400,
    string Code = "completion_request_error",
    string Message = "Completion request failed.",
    int AfterEvents = 0
);

/// <summary>A node of a chatflow or workflow that does the same for every item of a list.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Count">How many items there are.</param>
public sealed record SimulatedIteration(string Title = "Iteration", int Count = 2);

/// <summary>A node of a chatflow or workflow that does the same again until it is enough.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Count">How often.</param>
public sealed record SimulatedLoop(string Title = "Loop", int Count = 2);

/// <summary>What an agent's node notes of a step.</summary>
/// <param name="Label">What it is called.</param>
/// <param name="Data">What it did.</param>
/// <param name="Status">How it went: <c>start</c>, <c>success</c> or <c>error</c>.</param>
/// <param name="Error">What went wrong.</param>
public sealed record SimulatedAgentLog(string Label, JsonObject? Data = null, string Status = "success", string? Error = null);

using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dify.Simulator;

/// <summary>
/// How an app answers. As it is, it echoes; every other setting changes one thing. The app's mode decides the shape of the events.
/// </summary>
/// <remarks>Its properties are no init-only ones: those would lose their defaults when they come as JSON.</remarks>
public sealed record ChatScript
{
    /// <summary>The answer, instead of the echo.</summary>
    public string? Answer { get; set; }

    /// <summary>Makes the answer, instead of the echo.</summary>
    [JsonIgnore]
    public Func<SimulatedRun, string>? Reply { get; set; }

    /// <summary>Answers with so many events of <see cref="EventText"/>, if it isn't 0.</summary>
    public int Events { get; set; }

    /// <summary>The text of each of <see cref="Events"/>.</summary>
    public string EventText { get; set; } = "word ";

    /// <summary>The time between events.</summary>
    [JsonPropertyName("delayMs")]
    public TimeSpan Delay { get; set; }

    /// <summary>The time before the first event.</summary>
    [JsonPropertyName("firstDelayMs")]
    public TimeSpan FirstDelay { get; set; }

    /// <summary>The time a run takes at least: its first event comes at once, the others at the end of it.</summary>
    [JsonPropertyName("durationMs")]
    public TimeSpan Duration { get; set; }

    /// <summary>The thoughts of an agent.</summary>
    public IReadOnlyList<SimulatedThought> Thoughts { get; set; } = [];

    /// <summary>What moderation puts in the place of the answer.</summary>
    public string? Replace { get; set; }

    /// <summary>Why it does, for a chatflow.</summary>
    public string ReplaceReason { get; set; } = "output_moderation";

    /// <summary>The reasoning of the LLM node of a chatflow or workflow.</summary>
    public string? Reasoning { get; set; }

    /// <summary>The sources of the answer.</summary>
    public IReadOnlyList<SimulatedCitation> Citations { get; set; } = [];

    /// <summary>The files that come with the answer.</summary>
    public IReadOnlyList<SimulatedFile> Files { get; set; } = [];

    /// <summary>The spoken answer, if it is played by itself.</summary>
    public byte[]? Speech { get; set; }

    /// <summary>What to ask next; given when the app's parameters have <c>suggested_questions_after_answer</c> on.</summary>
    public IReadOnlyList<string> SuggestedQuestions { get; set; } = ["Can you tell me more?", "What else should I know?"];

    /// <summary>The form a chatflow or workflow waits for.</summary>
    public SimulatedForm? Pause { get; set; }

    /// <summary>Forms it waits for after that, one after the other.</summary>
    public IReadOnlyList<SimulatedForm> Pauses { get; set; } = [];

    /// <summary>
    /// The time between a form's submission and the run's going on: it counts as paused until then, as where a queue lies between.
    /// </summary>
    [JsonPropertyName("resumeDelayMs")]
    public TimeSpan ResumeDelay { get; set; }

    /// <summary>
    /// What a workflow gives, instead of its answer as <c>text</c>. It streams no text unless <see cref="Answer"/>, <see cref="Reply"/> or
    /// <see cref="Events"/> tell which.
    /// </summary>
    public JsonObject? Outputs { get; set; }

    /// <summary>Texts that a chatflow streams as <c>text_chunk</c> before its answer.</summary>
    public IReadOnlyList<string> TextChunks { get; set; } = [];

    /// <summary>How often the LLM node of a chatflow or workflow is tried again.</summary>
    public int Retries { get; set; }

    /// <summary>The iterations of a chatflow or workflow.</summary>
    public IReadOnlyList<SimulatedIteration> Iterations { get; set; } = [];

    /// <summary>The loops of a chatflow or workflow.</summary>
    public IReadOnlyList<SimulatedLoop> Loops { get; set; } = [];

    /// <summary>What the agent node of a chatflow or workflow notes.</summary>
    public IReadOnlyList<SimulatedAgentLog> AgentLogs { get; set; } = [];

    /// <summary>Why a node of a chatflow or workflow fails.</summary>
    public string? Failure { get; set; }

    /// <summary>Only runs with one of these texts among their inputs fail; every run, when there is none.</summary>
    public IReadOnlyList<string> FailFor { get; set; } = [];

    /// <summary>The error event that ends the stream.</summary>
    public SimulatedError? Error { get; set; }

    /// <summary>Events that are sent instead of all others; the ids they lack are filled in.</summary>
    public IReadOnlyList<JsonObject>? Custom { get; set; }

    /// <summary>What newer servers begin a stream with, when something in the request is out of date.</summary>
    public string? Warning { get; set; }

    /// <summary>Text that is sent instead of all events, as it is.</summary>
    public IReadOnlyList<string>? Raw { get; set; }

    /// <summary>How the run of a chatflow or workflow ends.</summary>
    public string Outcome { get; set; } = RunStatus.Succeeded;

    /// <summary>Whether the record of a run gives its inputs as JSON, as newer servers do, and not as JSON within a text.</summary>
    public bool PlainInputs { get; set; }

    /// <summary>
    /// Whether the run of a chatflow or workflow waits while nobody listens, so that a test loses no event between a break and the next
    /// stream.
    /// </summary>
    public bool HoldWhileUnwatched { get; set; }

    internal IEnumerable<SimulatedForm> AllPauses => Pause is null ? Pauses : [Pause, .. Pauses];
}

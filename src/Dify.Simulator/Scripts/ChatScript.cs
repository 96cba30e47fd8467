using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dify.Simulator;

/// <summary>How an app answers. As it is, it echoes; every other setting changes one thing. The app's mode decides the shape of the events.</summary>
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

    /// <summary>The thoughts of an agent.</summary>
    public IReadOnlyList<SimulatedThought> Thoughts { get; set; } = [];

    /// <summary>What moderation puts in the place of the answer.</summary>
    public string? Replace { get; set; }

    /// <summary>Why it does, for a chatflow.</summary>
    public string ReplaceReason { get; set; } = "output_moderation";

    /// <summary>The reasoning of a chatflow's LLM node.</summary>
    public string? Reasoning { get; set; }

    /// <summary>The sources of the answer.</summary>
    public IReadOnlyList<SimulatedCitation> Citations { get; set; } = [];

    /// <summary>The files that come with the answer.</summary>
    public IReadOnlyList<SimulatedFile> Files { get; set; } = [];

    /// <summary>The spoken answer, if it is played by itself.</summary>
    public byte[]? Speech { get; set; }

    /// <summary>What to ask next; given when the app's parameters have <c>suggested_questions_after_answer</c> on.</summary>
    public IReadOnlyList<string> SuggestedQuestions { get; set; } = ["Can you tell me more?", "What else should I know?"];

    /// <summary>The form a chatflow waits for.</summary>
    public SimulatedForm? Pause { get; set; }

    /// <summary>Why a chatflow's node fails.</summary>
    public string? Failure { get; set; }

    /// <summary>The error event that ends the stream.</summary>
    public SimulatedError? Error { get; set; }

    /// <summary>Events that are sent instead of all others; the ids they lack are filled in.</summary>
    public IReadOnlyList<JsonObject>? Custom { get; set; }

    /// <summary>Text that is sent instead of all events, as it is.</summary>
    public IReadOnlyList<string>? Raw { get; set; }

    /// <summary>How a chatflow's run ends.</summary>
    public string Outcome { get; set; } = RunStatus.Succeeded;

    /// <summary>Whether a chatflow's run waits while nobody listens, so that a test loses no event between a break and the next stream.</summary>
    public bool HoldWhileUnwatched { get; set; }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using Dify.Simulator.State;

namespace Dify.Simulator;

/// <summary>One app, which its keys stand for.</summary>
public sealed class SimulatedApp
{
    private const int RunsKept = 1000;
    private const int WorkflowRunsKept = 25_000;

    private readonly SimulatorState _state;

    internal SimulatedApp(SimulatorState state, KeyIndex keys, string name, string mode)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!AppModes.All.Contains(mode))
            throw new ArgumentException($"'{mode}' is no mode of an app. The modes are {string.Join(", ", AppModes.All)}.", nameof(mode));

        _state = state;
        EndUsers = new EndUserStore(state);
        Feedback = new FeedbackStore(state);
        Name = name;
        Mode = mode;
        Description = $"A simulated {mode} app.";
        Parameters = AppDefaults.Parameters();
        Site = AppDefaults.Site(name);
        Meta = new JsonObject { ["tool_icons"] = new JsonObject() };
        KeyRing = new KeyRing(keys, this, "app-", state);
        RunQueue = new RunQueue(AppModes.HasRuns(mode) ? WorkflowRunsKept : RunsKept);
        PublishedAt = state.Time.GetUtcNow();
        WorkspaceId = state.WorkspaceId;
        Touch();
    }

    /// <summary>Dify's id of it.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The name that <c>GET /info</c> gives.</summary>
    public string Name { get; private set; }

    /// <summary>Its mode, which decides the routes and the events it has.</summary>
    public string Mode { get; }

    /// <summary>Its description.</summary>
    public string Description { get; set; }

    /// <summary>The workspace it belongs to.</summary>
    public Guid WorkspaceId { get; set; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>Who made it.</summary>
    public string AuthorName { get; set; } = "Simulator";

    /// <summary>Whether its API is switched on; 403 otherwise.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What <c>GET /parameters</c> gives.</summary>
    public JsonObject Parameters { get; set; }

    /// <summary>What <c>GET /site</c> gives.</summary>
    public JsonObject Site { get; set; }

    /// <summary>What <c>GET /meta</c> gives.</summary>
    public JsonObject Meta { get; set; }

    /// <summary>The variables that a new conversation begins with.</summary>
    public IReadOnlyList<SimulatedVariable> ConversationVariables { get; set; } = [];

    /// <summary>How it answers.</summary>
    public ChatScript Script { get; set; } = new();

    /// <summary>Its annotations.</summary>
    public SimulatedAnnotations Annotations { get; } = new();

    /// <summary>What it hears in any sound file; the file's name and size when null.</summary>
    public string? Transcript { get; set; }

    /// <summary>The content type of what it says aloud, which is up to the provider of its model.</summary>
    public string SpeechType { get; set; } = "audio/mpeg";

    /// <summary>The published version of its workflow.</summary>
    public Guid WorkflowId { get; } = Guid.NewGuid();

    /// <summary>The draft of its workflow, which the API may not run.</summary>
    public Guid DraftWorkflowId { get; } = Guid.NewGuid();

    /// <summary>Its keys.</summary>
    public IReadOnlyCollection<string> Keys => KeyRing.Keys;

    /// <summary>Its runs, oldest first: the newest 25,000 of a chatflow or workflow, the newest 1,000 of others.</summary>
    public IReadOnlyList<SimulatedRun> Runs => RunQueue.Snapshot();

    /// <summary>How often it has run with which inputs.</summary>
    public RunLedger Ledger { get; } = new();

    /// <summary>The requests to stop a task, oldest first.</summary>
    public IReadOnlyList<StopRequest> Stops => _state.Runs.StopsOf(this);

    internal KeyRing KeyRing { get; }

    internal ConversationStore Conversations { get; } = new();

    /// <summary>The messages that are in no conversation.</summary>
    internal MessageStore Completions { get; } = new();

    internal EndUserStore EndUsers { get; }

    internal FeedbackStore Feedback { get; }

    internal RunQueue RunQueue { get; }

    internal DateTimeOffset PublishedAt { get; }

    internal DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When it last changed, among all changes of the server: the console's list has the newest first.</summary>
    internal long LastChange { get; private set; }

    /// <summary>Makes a key.</summary>
    /// <exception cref="InvalidOperationException">It has ten already.</exception>
    public string CreateKey() => KeyRing.Create();

    /// <summary>Adds a key of a value of one's choice.</summary>
    /// <exception cref="InvalidOperationException">It has ten already, or the value is in use.</exception>
    public string CreateKey(string value) => KeyRing.Add(value);

    /// <summary>Takes a key away.</summary>
    public void RevokeKey(string value) => KeyRing.Remove(value);

    /// <summary>Gives the app another name.</summary>
    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Touch();
    }

    /// <summary>Has it changed just now, as far as the console's list is concerned.</summary>
    public void Touch()
    {
        UpdatedAt = _state.Time.GetUtcNow();
        LastChange = _state.NextChange();
    }

    /// <summary>Every message, in a conversation or not.</summary>
    internal IEnumerable<Message> Messages => Conversations.Messages.Concat(Completions.Messages);

    /// <summary>A message, if that end user got it, and its conversation: a Text Generator's message has one to itself.</summary>
    internal (Guid ConversationId, Message Message)? FindMessage(Guid id, string user) =>
        Conversations.FindMessage(id, user) is var (conversation, message) ? (conversation.Id, message)
        : Completions.Find(id, user) is { } text ? (text.Id, text)
        : null;

    /// <summary>Has somebody in Dify's console rate an answer.</summary>
    /// <exception cref="ArgumentException">There is no such message of that end user.</exception>
    public void AddAdminFeedback(Guid messageId, string user, string rating, string? content = null)
    {
        var (conversation, message) = FindMessage(messageId, user)
            ?? throw new ArgumentException("There is no such message.", nameof(messageId));
        Feedback.Put(conversation, message.Id, rating, content, endUserId: null);
    }

    /// <summary>The answer of the annotation with exactly this question, when the annotation reply is on.</summary>
    internal string? AnnotatedAnswer(string query) =>
        (bool?)Parameters["annotation_reply"]?["enabled"] == true ? Annotations.Answer(query) : null;

    /// <summary>Switches a feature on or off.</summary>
    internal void Switch(string feature, bool enabled)
    {
        // Another object takes the place of the one that requests may be reading.
        var parameters = Parameters.DeepClone().AsObject();
        parameters[feature]!["enabled"] = enabled;
        Parameters = parameters;
    }

    /// <summary>
    /// Declares an input variable, of type <c>text-input</c>, <c>paragraph</c>, <c>select</c>, <c>number</c>, <c>file</c>,
    /// <c>file-list</c>, ...
    /// </summary>
    public SimulatedApp AddInput(
        string type,
        string variable,
        bool required = false,
        string? label = null,
        string defaultValue = "",
        IEnumerable<string>? options = null,
        int? maxLength = null,
        IEnumerable<string>? allowedFileTypes = null,
        IEnumerable<string>? allowedUploadMethods = null)
    {
        var control = new JsonObject
        {
            ["label"] = label ?? variable,
            ["variable"] = variable,
            ["required"] = required,
            ["default"] = defaultValue,
        };
        if (options is not null)
            control["options"] = Texts(options);

        if (allowedFileTypes is not null)
            control["allowed_file_types"] = Texts(allowedFileTypes);

        if (allowedUploadMethods is not null)
            control["allowed_file_upload_methods"] = Texts(allowedUploadMethods);

        if (maxLength is not null)
            control["max_length"] = maxLength;

        // Another object takes the place of the one that requests may be reading.
        var parameters = Parameters.DeepClone().AsObject();
        parameters["user_input_form"]!.AsArray().Add(new JsonObject { [type] = control });
        Parameters = parameters;
        return this;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}

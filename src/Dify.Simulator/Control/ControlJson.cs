using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Dify.Simulator.Control;

/// <summary>What the control surface takes and gives.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    MaxDepth = 512,
    Converters = [typeof(MillisecondsConverter)])]
[JsonSerializable(typeof(AppOrder))]
[JsonSerializable(typeof(AppView))]
[JsonSerializable(typeof(IReadOnlyList<AppView>))]
[JsonSerializable(typeof(KeyOrder))]
[JsonSerializable(typeof(KnowledgeOrder))]
[JsonSerializable(typeof(KnowledgeView))]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(Fault))]
[JsonSerializable(typeof(FaultView))]
[JsonSerializable(typeof(IReadOnlyList<FaultView>))]
[JsonSerializable(typeof(RecordedRequest))]
[JsonSerializable(typeof(IReadOnlyList<RecordedRequest>))]
[JsonSerializable(typeof(StopView))]
[JsonSerializable(typeof(IReadOnlyList<StopView>))]
[JsonSerializable(typeof(IReadOnlyList<RunView>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, RunCount>))]
[JsonSerializable(typeof(SubmitOrder))]
[JsonSerializable(typeof(ConsoleOrder))]
[JsonSerializable(typeof(ConsoleView))]
[JsonSerializable(typeof(AccountOrder))]
[JsonSerializable(typeof(AccountView))]
[JsonSerializable(typeof(WorkspaceView))]
[JsonSerializable(typeof(CodeView))]
[JsonSerializable(typeof(ApprovalOrder))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ControlJson : JsonSerializerContext;

/// <summary>Times are milliseconds.</summary>
internal sealed class MillisecondsConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeSpan.FromMilliseconds(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.TotalMilliseconds);
}

/// <summary>An app as it should be. What is null stays as it is.</summary>
internal sealed record AppOrder
{
    public string? Name { get; init; }

    public string? Mode { get; init; }

    public string? Key { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? AuthorName { get; init; }

    public bool? Enabled { get; init; }

    /// <summary>The name of its workspace.</summary>
    public string? Workspace { get; init; }

    public IReadOnlyList<InputOrder>? Inputs { get; init; }

    public JsonObject? Parameters { get; init; }

    public IReadOnlyList<VariableOrder>? ConversationVariables { get; init; }

    public int? Events { get; init; }

    public double? DelayMs { get; init; }

    public ChatScript? Script { get; init; }
}

internal sealed record InputOrder(
    string Type,
    string Variable,
    string? Label = null,
    bool Required = false,
    string Default = "",
    IReadOnlyList<string>? Options = null,
    int? MaxLength = null
)
{
    public IReadOnlyList<string>? AllowedFileTypes { get; init; }

    public IReadOnlyList<string>? AllowedUploadMethods { get; init; }
}

internal sealed record VariableOrder(string Name, string Type, JsonNode? Value, string Description = "");

internal sealed record AppView(
    string Name,
    string Mode,
    bool Enabled,
    string? Key,
    IReadOnlyCollection<string> Keys,
    Guid WorkflowId,
    Guid Id
);

internal sealed record KeyOrder(string? Key = null, IReadOnlyList<string>? Datasets = null);

internal sealed record KnowledgeOrder(string? Name = null, string? Key = null, IReadOnlyList<string>? Datasets = null);

internal sealed record KnowledgeView(string Name, bool Enabled, string? Key, IReadOnlyCollection<string> Keys);

internal sealed record Overview(Uri BaseUri, IReadOnlyList<AppView> Apps, IReadOnlyList<KnowledgeView> Knowledge);

internal sealed record FaultView(int Id, int Seen, int Struck, Fault Fault);

internal sealed record StopView(string App, string TaskId, string User, DateTimeOffset Time, bool Matched);

internal sealed record RunView(
    string App,
    Guid TaskId,
    Guid? MessageId,
    Guid? ConversationId,
    Guid? WorkflowRunId,
    string User,
    string Query,
    JsonObject Inputs,
    string Answer,
    string Status,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? StoppedAt);

internal sealed record SubmitOrder(string Action, JsonObject? Inputs = null);

internal sealed record Problem(string Error);

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Threading.Tasks;
using Dify.Client.Annotations;
using Dify.Client.Apps;
using Dify.Client.Audio;
using Dify.Client.Conversations;
using Dify.Client.EndUsers;
using Dify.Client.Feedback;
using Dify.Client.Files;
using Dify.Client.HumanInput;
using Dify.Client.Paging;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using Dify.Client.Workflows;
using Dify.Client.Workspaces;
using Dify.TestSupport;
using NJsonSchema;
using Xunit;

namespace Dify.Client.Tests;

/// <summary>Holds the client against Dify's published description, where that is at hand: it is no part of this repository.</summary>
public sealed class DescriptionTests
{
    /// <summary>The models without metadata of the serializer's.</summary>
    private static readonly Type[] ReadByField =
    [
        typeof(AppInfo),
        typeof(AppParameters),
        typeof(Feature),
        typeof(TextToSpeechFeature),
        typeof(FileUploadFeature),
        typeof(ImageUploadFeature),
        typeof(SystemParameters),
        typeof(InputVariable),
        typeof(TokenUsage),
    ];

    /// <summary>How answers are read; requests have contexts of their own.</summary>
    // The console and the programmatic API are other APIs than the one that is described.
    private static readonly JsonSerializerContext[] Contexts = typeof(DifyClient).Assembly.GetTypes()
        .Where(type => type.BaseType == typeof(JsonSerializerContext) && !type.Name.EndsWith("RequestJson", StringComparison.Ordinal))
        .Where(type => !type.Namespace!.StartsWith(typeof(WorkspaceClient).Namespace!, StringComparison.Ordinal))
        .Select(type => (JsonSerializerContext)type.GetProperty("Default")!.GetValue(null)!).ToArray();

    /// <summary>What Dify sends although the description does not say so.</summary>
    private static readonly HashSet<string> Undescribed =
    [
        "InputVariable.max_length",
        "InputVariable.allowed_file_types",
        "InputVariable.allowed_file_extensions",
        "InputVariable.allowed_file_upload_methods",
        "FileUploadFeature.enabled",
        "FileUploadFeature.allowed_file_types",
        "FileUploadFeature.allowed_file_extensions",
        "FileUploadFeature.allowed_file_upload_methods",
        "FileUploadFeature.number_limits",
    ];

    /// <summary>Our models, and the schemas (or the events whose <c>data</c>) they stand for.</summary>
    private static readonly (Type Model, string[] Schemas)[] Models =
    [
        (typeof(AppInfo), ["AppInfoResponse"]),
        (typeof(AppParameters), ["AppParametersResponse"]),
        (typeof(Feature), ["AppParametersResponse.speech_to_text"]),
        (typeof(TextToSpeechFeature), ["AppParametersResponse.text_to_speech"]),
        (typeof(FileUploadFeature), ["AppParametersResponse.file_upload"]),
        (typeof(ImageUploadFeature), ["AppParametersResponse.file_upload.image"]),
        (typeof(SystemParameters), ["AppParametersResponse.system_parameters"]),
        (typeof(InputVariable), ["TextInputControl", "SelectControl", "ParagraphControl"]),
        (typeof(ToolIcon), ["ToolIconDetail"]),
        (typeof(SiteSettings), ["WebAppSettingsResponse"]),
        (typeof(Page), ["ConversationsListResponse"]),
        (typeof(WorkflowRun), ["WorkflowRunDetailResponse"]),
        (typeof(WorkflowLogEntry), ["WorkflowLogItem"]),
        (typeof(WorkflowRunSummary), ["WorkflowRunSummary"]),
        (typeof(LogAccount), ["WorkflowLogItem.created_by_account"]),
        (typeof(LogEndUser), ["EndUserSummary"]),
        (typeof(UploadedFile), ["FileUploadResponse"]),
        (typeof(Transcript), ["AudioToTextResponse"]),
        (typeof(Annotation), ["AnnotationItem"]),
        (typeof(AnnotationReplyJob), ["InitialAnnotationReplySettingsStatusResponse"]),
        (typeof(TokenUsage), ["Usage"]),
        (typeof(Citation), ["RetrieverResource"]),
        (typeof(AgentThought), ["StreamEventChatAgentThought", "AgentThoughtItem"]),
        (typeof(MessageFile), ["StreamEventChatMessageFile"]),
        (typeof(ReplaceFields), ["StreamEventChatMessageReplace"]),
        (typeof(ErrorFields), ["StreamEventChatError"]),
        (typeof(ReasoningData), ["StreamEventChatReasoningChunk.data"]),
        (typeof(TextChunkData), ["StreamEventChatTextChunk.data"]),
        (typeof(WorkflowStartedData), ["StreamEventWorkflowStarted.data"]),
        (typeof(WorkflowFinishedData), ["StreamEventWorkflowFinished.data"]),
        (typeof(WorkflowPausedData), ["StreamEventWorkflowPaused.data"]),
        (typeof(HumanInputPause), ["StreamEventHumanInputRequired.data"]),
        (typeof(HumanInputForm), ["get /form/human_input/{form_token}"]),
        (typeof(HumanInputField), ["FormInput", "get /form/human_input/{form_token}.inputs"]),
        (typeof(HumanInputOptions), ["get /form/human_input/{form_token}.inputs.option_source"]),
        (typeof(HumanInputAction), ["UserAction"]),
        (typeof(HumanInputFormFilledData), ["StreamEventHumanInputFormFilled.data"]),
        (typeof(HumanInputFormTimeoutData), ["StreamEventHumanInputFormTimeout.data"]),
        (typeof(NodeData), ["StreamEventNodeStarted.data", "StreamEventNodeFinished.data", "StreamEventNodeRetry.data"]),
        (
            typeof(RoundData),
            [
                "StreamEventIterationStarted.data",
                "StreamEventIterationNext.data",
                "StreamEventIterationCompleted.data",
                "StreamEventLoopStarted.data",
                "StreamEventLoopNext.data",
                "StreamEventLoopCompleted.data",
                "WorkflowStreamEventIterationCompleted.data",
                "WorkflowStreamEventLoopCompleted.data",
            ]
        ),
        (typeof(AgentLogData), ["StreamEventAgentLog.data"]),
        (typeof(Conversation), ["ConversationListItem"]),
        (typeof(ConversationMessage), ["ConversationMessageItem"]),
        (typeof(AttachedFile), ["MessageFileItem"]),
        (typeof(MessageFeedback), ["ConversationMessageItem.feedback"]),
        (typeof(Dify.Client.Conversations.HumanInput), ["HumanInputContent"]),
        (typeof(HumanInputSubmission), ["HumanInputFormSubmissionData"]),
        (typeof(ConversationVariable), ["ConversationVariableItem"]),
        (typeof(FeedbackItem), ["FeedbackItem"]),
        (typeof(EndUser), ["EndUserDetail"]),
    ];

    [ContractFact]
    public void Every_name_the_models_read_is_described()
    {
        var schemas = WithAnswers(Load());
        var wrong = new List<string>();
        foreach (var (model, names) in Models)
        {
            var described = names.SelectMany(name => Properties(schemas, Schema(schemas, name)).Keys).ToHashSet();
            Assert.NotEmpty(described);
            wrong.AddRange(
                NamesOf(model)
                    .Where(name => !described.Contains(name))
                    .Select(name => model.Name + "." + name)
                    .Where(name => !Undescribed.Contains(name))
            );
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_model_is_held_against_the_description()
    {
        // JsonElement is free-form; everything else with properties has to be in the list above.
        var models = Contexts
            .SelectMany(context => context.GetType().GetProperties())
            .Where(property => property.PropertyType.Name.StartsWith("JsonTypeInfo", StringComparison.Ordinal))
            .Select(property => property.PropertyType.GetGenericArguments()[0])
            .Where(type => type.Assembly == typeof(DifyClient).Assembly)
            .Concat(ReadByField).Distinct();

        Assert.Equal(models.Select(type => type.Name).Order(), Models.Select(one => one.Model.Name).Order());
    }

    [Fact]
    public void What_is_read_field_by_field_is_read_whole()
    {
        foreach (var model in ReadByField.Where(model => model != typeof(InputVariable)))
        {
            AssertRead(
                model,
                model
                    .GetMethod("From", BindingFlags.Static | BindingFlags.NonPublic)!
                    .Invoke(null, [JsonSerializer.SerializeToElement(SampleOf(model))])
            );
        }

        var form = new JsonObject { ["user_input_form"] = new JsonArray(new JsonObject { ["select"] = SampleOf(typeof(InputVariable)) }) };
        var variable = Assert.Single(AppParameters.From(JsonSerializer.SerializeToElement(form)).UserInputForm);
        Assert.Equal("select", variable.Type);
        AssertRead(typeof(InputVariable), variable);
    }

    [ContractFact]
    public void Every_described_event_becomes_a_class_of_its_own_with_its_fields()
    {
        var schemas = Load()["components"]!["schemas"]!.AsObject();
        var mapping = schemas["ChunkChatEvent"]!["discriminator"]!["mapping"]!.AsObject();
        Assert.Equal(mapping.Select(pair => pair.Key).Order(), EventTypes.Names.Order());
        foreach (var (type, reference) in mapping.Where(pair => pair.Key != "ping"))
        {
            var sample = Sample(schemas, Resolve(schemas, reference!.GetValue<string>()), 0)!.AsObject();
            sample["event"] = type;

            var item = DifyEvent.Parse(sample.ToJsonString());

            Assert.NotEqual(typeof(DifyEvent), item.GetType());
            Assert.Equal(("text", "text", "text"), (item.TaskId!, item.MessageId!, item.ConversationId!));
            if (item.GetType().GetProperty("Data")?.GetValue(item) is { } data)
            {
                // The shared classes of nodes and rounds have more than one event carries; what it carries has to be there.
                foreach (var name in sample["data"]!.AsObject().Select(pair => pair.Key).Intersect(NamesOf(data.GetType())))
                {
                    var property = JsonPropertyOf(data.GetType(), name);
                    Assert.True(property.Get!(data) is not null, $"{type}: {name} was not read.");
                }
            }
        }
    }

    [ContractTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Chat_request_satisfies_its_schema(bool largest)
    {
        var schema = await RequestSchemaAsync("ChatRequest");
        var body = await ChatRequestTests.BodyAsync(largest ? ChatRequestTests.Largest : Fakes.Streams.Hello);

        Assert.Empty(schema.Validate(body.GetRawText()));
        Assert.All(body.EnumerateObject(), property => Assert.Contains(property.Name, schema.Properties.Keys));

        // The check itself can fail.
        Assert.NotEmpty(schema.Validate("{\"query\":5,\"inputs\":{},\"user\":\"u\"}"));
        Assert.NotEmpty(schema.Validate("{\"query\":\"q\",\"user\":\"u\"}"));
    }

    [ContractTheory]
    [InlineData("get", "/info")]
    [InlineData("get", "/parameters")]
    [InlineData("get", "/meta")]
    [InlineData("get", "/site")]
    [InlineData("get", "/datasets")]
    [InlineData("post", "/chat-messages")]
    [InlineData("post", "/chat-messages/{task_id}/stop")]
    [InlineData("post", "/files/upload")]
    [InlineData("get", "/files/{file_id}/preview")]
    [InlineData("post", "/audio-to-text")]
    [InlineData("post", "/text-to-audio")]
    [InlineData("get", "/apps/annotations")]
    [InlineData("post", "/apps/annotations")]
    [InlineData("put", "/apps/annotations/{annotation_id}")]
    [InlineData("delete", "/apps/annotations/{annotation_id}")]
    [InlineData("post", "/apps/annotation-reply/{action}")]
    [InlineData("get", "/apps/annotation-reply/{action}/status/{job_id}")]
    [InlineData("get", "/workflow/{workflow_run_id}/events")]
    [InlineData("get", "/conversations")]
    [InlineData("get", "/messages")]
    [InlineData("post", "/conversations/{conversation_id}/name")]
    [InlineData("delete", "/conversations/{conversation_id}")]
    [InlineData("get", "/conversations/{conversation_id}/variables")]
    [InlineData("put", "/conversations/{conversation_id}/variables/{variable_id}")]
    [InlineData("get", "/messages/{message_id}/suggested")]
    [InlineData("post", "/messages/{message_id}/feedbacks")]
    [InlineData("get", "/app/feedbacks")]
    [InlineData("get", "/end-users/{end_user_id}")]
    [InlineData("get", "/workflows/run/{workflow_run_id}")]
    [InlineData("get", "/workflows/logs")]
    [InlineData("post", "/workflows/run")]
    [InlineData("post", "/workflows/{workflow_id}/run")]
    [InlineData("post", "/workflows/tasks/{task_id}/stop")]
    [InlineData("post", "/completion-messages")]
    [InlineData("post", "/completion-messages/{task_id}/stop")]
    [InlineData("get", "/form/human_input/{form_token}")]
    [InlineData("post", "/form/human_input/{form_token}")]
    public void Every_route_is_described(string method, string route) => Assert.NotNull(Load()["paths"]![route]![method]);

    private static JsonNode Load()
    {
        Assert.SkipWhen(Description.File is null, Description.Missing);
        return JsonNode.Parse(File.ReadAllText(Description.File!))!;
    }

    private static Task<JsonSchema> RequestSchemaAsync(string name)
    {
        var root = Load();
        var schema = root["components"]!["schemas"]![name]!.DeepClone().AsObject();
        schema["definitions"] = root["components"]!["schemas"]!.DeepClone();
        return JsonSchema.FromJsonAsync(
            schema.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal),
            Fakes.Streams.Token
        );
    }

    private static IEnumerable<string> NamesOf(Type model) => ReadByField.Contains(model)
        ? PropertiesOf(model).Select(property => NameOf(property))
        : ContextOf(model).GetTypeInfo(model)!.Properties.Where(property => property.Set is not null).Select(property => property.Name);

    private static IEnumerable<PropertyInfo> PropertiesOf(Type model) =>
        model.GetProperties().Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is null);

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);

    /// <summary>A value of each field. Text is taken for a number, too.</summary>
    private static JsonNode SampleOf(Type type) =>
        type == typeof(IReadOnlyList<string>) ? new JsonArray("5")
        : type == typeof(bool) || type == typeof(bool?) ? "true"
        : ReadByField.Contains(type)
            ? new JsonObject(
                PropertiesOf(type).Select(property => KeyValuePair.Create(NameOf(property), (JsonNode?)SampleOf(property.PropertyType)))
            )
        : "5";

    private static void AssertRead(Type type, object? value)
    {
        if (ReadByField.Contains(type))
        {
            Assert.All(PropertiesOf(type), property => AssertRead(property.PropertyType, property.GetValue(value)));
            return;
        }

        Assert.Contains(
            type == typeof(bool) || type == typeof(bool?) ? "true" : "5",
            JsonSerializer.Serialize(value),
            StringComparison.Ordinal
        );
    }

    private static JsonSerializerContext ContextOf(Type model) => Contexts.First(context => context.GetTypeInfo(model) is not null);

    private static System.Text.Json.Serialization.Metadata.JsonPropertyInfo JsonPropertyOf(Type model, string name) =>
        new JsonSerializerOptions(ContextOf(model).Options) { TypeInfoResolver = ContextOf(model) }
            .GetTypeInfo(model)
            .Properties.Single(property => property.Name == name);

    /// <summary>The schemas, and those that stand with an operation's answer only, under the operation's name: <c>get /info</c>.</summary>
    private static JsonObject WithAnswers(JsonNode root)
    {
        var schemas = root["components"]!["schemas"]!.DeepClone().AsObject();
        foreach (var (path, operations) in root["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                if (operation?["responses"]?["200"]?["content"]?["application/json"]?["schema"] is JsonObject schema)
                    schemas[$"{method} {path}"] = schema.DeepClone();
            }
        }

        return schemas;
    }

    /// <summary>
    /// A schema by its name, followed by the names of properties: <c>StreamEventNodeStarted.data</c>. Of a list, its items.
    /// </summary>
    private static JsonObject Schema(JsonObject schemas, string name)
    {
        var parts = name.Split('.');
        return parts.Skip(1).Aggregate(schemas[parts[0]]!.AsObject(), (schema, part) => ItemOf(schemas, Properties(schemas, schema)[part]));
    }

    private static JsonObject ItemOf(JsonObject schemas, JsonObject schema)
    {
        schema = Resolved(schemas, schema);
        return schema["items"] is JsonObject item ? Resolved(schemas, item) : schema;
    }

    private static Dictionary<string, JsonObject> Properties(JsonObject schemas, JsonObject schema)
    {
        var all = new Dictionary<string, JsonObject>();
        foreach (var part in schema["allOf"]?.AsArray() ?? [])
            Properties(schemas, Resolved(schemas, part!.AsObject())).ToList().ForEach(pair => all[pair.Key] = pair.Value);

        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            all[name] = property!.AsObject();
        }

        return all;
    }

    private static JsonObject Resolved(JsonObject schemas, JsonObject schema) =>
        schema["$ref"] is { } reference ? Resolve(schemas, reference.GetValue<string>()) : schema;

    private static JsonObject Resolve(JsonObject schemas, string reference) => schemas[reference.Split('/')[^1]]!.AsObject();

    /// <summary>A value a schema describes.</summary>
    private static JsonNode? Sample(JsonObject schemas, JsonObject schema, int depth)
    {
        schema = Resolved(schemas, schema);
        if (schema["allOf"] is not null || schema["properties"] is not null)
        {
            return new JsonObject(
                Properties(schemas, schema).Select(pair => KeyValuePair.Create(pair.Key, Sample(schemas, pair.Value, depth + 1)))
            );
        }

        return schema["type"]?.GetValue<string>() switch
        {
            "string" => "text",
            "integer" => 1783000000,
            "number" => 1.5,
            "boolean" => true,
            "array" => new JsonArray(Sample(schemas, schema["items"]?.AsObject() ?? [], depth + 1)),
            _ => new JsonObject { ["any"] = 1 },
        };
    }
}

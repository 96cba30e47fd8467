using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Apps;

/// <summary>What an app takes and offers: what <c>GET /parameters</c> answers.</summary>
public sealed class AppParameters
{
    /// <summary>What the app says before the first message.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? OpeningStatement { get; internal set; }

    /// <summary>Questions to begin with.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextsConverter))]
    public IReadOnlyList<string> SuggestedQuestions { get => field ?? []; internal set; }

    /// <summary>The input variables, in the order of the form.</summary>
    [JsonIgnore]
    public IReadOnlyList<InputVariable> UserInputForm { get; private set; } = [];

    /// <summary>Whether the app suggests questions after an answer.</summary>
    [JsonInclude]
    public Feature SuggestedQuestionsAfterAnswer { get => field ?? Feature.None; internal set; }

    /// <summary>Whether the app takes speech.</summary>
    [JsonInclude]
    public Feature SpeechToText { get => field ?? Feature.None; internal set; }

    /// <summary>Whether, and how, the app speaks.</summary>
    [JsonInclude]
    public TextToSpeechFeature TextToSpeech { get => field ?? TextToSpeechFeature.None; internal set; }

    /// <summary>Whether answers come with what they were drawn from.</summary>
    [JsonInclude]
    public Feature RetrieverResource { get => field ?? Feature.None; internal set; }

    /// <summary>Whether annotated answers are used.</summary>
    [JsonInclude]
    public Feature AnnotationReply { get => field ?? Feature.None; internal set; }

    /// <summary>Whether more answers like one can be had.</summary>
    [JsonInclude]
    public Feature MoreLikeThis { get => field ?? Feature.None; internal set; }

    /// <summary>Whether content is moderated.</summary>
    [JsonInclude]
    public Feature SensitiveWordAvoidance { get => field ?? Feature.None; internal set; }

    /// <summary>What files the app takes.</summary>
    [JsonInclude]
    public FileUploadFeature FileUpload { get => field ?? FileUploadFeature.None; internal set; }

    /// <summary>The server's limits.</summary>
    [JsonInclude]
    public SystemParameters SystemParameters { get => field ?? SystemParameters.None; internal set; }

    /// <summary>The whole answer.</summary>
    [JsonIgnore]
    public JsonElement Json { get; private set; }

    internal static AppParameters From(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return new AppParameters { Json = json };
        }

        var parameters = json.Deserialize(DifyJson.Default.AppParameters)!;
        parameters.Json = json;
        if (json.TryGetProperty("user_input_form", out var form) && form.ValueKind == JsonValueKind.Array)
        {
            var variables = new List<InputVariable>();
            foreach (var wrapped in form.EnumerateArray())
            {
                variables.AddRange(InputVariable.From(wrapped));
            }

            parameters.UserInputForm = variables;
        }

        return parameters;
    }
}

using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Transport;

namespace Dify.Client.Apps;

/// <summary>What an app takes and offers: what <c>GET /parameters</c> answers.</summary>
public sealed class AppParameters
{
    /// <summary>What the app says before the first message.</summary>
    public string? OpeningStatement { get; init; }

    /// <summary>Questions to begin with.</summary>
    public IReadOnlyList<string> SuggestedQuestions { get => field ?? []; init; }

    /// <summary>The input variables, in the order of the form.</summary>
    [JsonIgnore]
    public IReadOnlyList<InputVariable> UserInputForm { get; init; } = [];

    /// <summary>Whether the app suggests questions after an answer.</summary>
    public Feature SuggestedQuestionsAfterAnswer { get => field ?? Feature.None; init; }

    /// <summary>Whether the app takes speech.</summary>
    public Feature SpeechToText { get => field ?? Feature.None; init; }

    /// <summary>Whether, and how, the app speaks.</summary>
    public TextToSpeechFeature TextToSpeech { get => field ?? TextToSpeechFeature.None; init; }

    /// <summary>Whether answers come with what they were drawn from.</summary>
    public Feature RetrieverResource { get => field ?? Feature.None; init; }

    /// <summary>Whether annotated answers are used.</summary>
    public Feature AnnotationReply { get => field ?? Feature.None; init; }

    /// <summary>Whether more answers like one can be had.</summary>
    public Feature MoreLikeThis { get => field ?? Feature.None; init; }

    /// <summary>Whether content is moderated.</summary>
    public Feature SensitiveWordAvoidance { get => field ?? Feature.None; init; }

    /// <summary>What files the app takes.</summary>
    public FileUploadFeature FileUpload { get => field ?? FileUploadFeature.None; init; }

    /// <summary>The server's limits.</summary>
    public SystemParameters SystemParameters { get => field ?? SystemParameters.None; init; }

    /// <summary>The whole answer.</summary>
    [JsonIgnore]
    public JsonElement Json { get; init; }

    // Often among the first things that a process asks for.
    internal static AppParameters From(JsonElement json) =>
        json.ValueKind != JsonValueKind.Object
            ? new AppParameters { Json = json }
            : new AppParameters
            {
                OpeningStatement = json.ExactText("opening_statement"),
                SuggestedQuestions = json.ExactTexts("suggested_questions")!,
                UserInputForm = ReadForm(json.Field("user_input_form")),
                SuggestedQuestionsAfterAnswer = Feature.From(json.Field("suggested_questions_after_answer"))!,
                SpeechToText = Feature.From(json.Field("speech_to_text"))!,
                TextToSpeech = TextToSpeechFeature.From(json.Field("text_to_speech"))!,
                RetrieverResource = Feature.From(json.Field("retriever_resource"))!,
                AnnotationReply = Feature.From(json.Field("annotation_reply"))!,
                MoreLikeThis = Feature.From(json.Field("more_like_this"))!,
                SensitiveWordAvoidance = Feature.From(json.Field("sensitive_word_avoidance"))!,
                FileUpload = FileUploadFeature.From(json.Field("file_upload"))!,
                SystemParameters = SystemParameters.From(json.Field("system_parameters"))!,
                Json = json,
            };

    private static List<InputVariable> ReadForm(JsonElement form)
    {
        var variables = new List<InputVariable>();
        if (form.ValueKind == JsonValueKind.Array)
        {
            foreach (var wrapped in form.EnumerateArray())
                variables.AddRange(InputVariable.From(wrapped));
        }

        return variables;
    }
}

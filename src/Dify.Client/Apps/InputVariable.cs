using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.HumanInput;
using Dify.Client.Transport;

namespace Dify.Client.Apps;

/// <summary>An input variable an app declares.</summary>
public sealed class InputVariable
{
    /// <summary>Its name: the key in a request's inputs.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string Variable { get => field ?? string.Empty; internal set; }

    /// <summary>What people are shown; the name when there is no label.</summary>
    [JsonInclude]
    public string Label { get => string.IsNullOrEmpty(field) ? Variable : field!; internal set; }

    /// <summary>Its type: <c>text-input</c>, <c>paragraph</c>, <c>select</c>, <c>number</c>, <c>file</c>, <c>file-list</c>, <c>checkbox</c> or another.</summary>
    [JsonIgnore]
    public string Type { get; private set; } = string.Empty;

    /// <summary>Whether a run needs it.</summary>
    [JsonIgnore]
    public bool Required => RequiredFlag == true;

    /// <summary>The value it has unless given.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextConverter))]
    public string? Default { get; internal set; }

    /// <summary>The values a <c>select</c> takes.</summary>
    [JsonInclude]
    [JsonConverter(typeof(ExactTextsConverter))]
    public IReadOnlyList<string> Options { get => field ?? []; internal set; }

    /// <summary>The most characters a text, or the most files a list, may have.</summary>
    [JsonInclude]
    public int? MaxLength { get; internal set; }

    /// <summary>The types of files it takes, such as <c>image</c>.</summary>
    [JsonInclude]
    public IReadOnlyList<string> AllowedFileTypes { get => field ?? []; internal set; }

    /// <summary>The extensions of files it takes.</summary>
    [JsonInclude]
    public IReadOnlyList<string> AllowedFileExtensions { get => field ?? []; internal set; }

    /// <summary><c>remote_url</c>, <c>local_file</c> or both.</summary>
    [JsonInclude]
    public IReadOnlyList<string> AllowedFileUploadMethods { get => field ?? []; internal set; }

    [JsonInclude]
    [JsonPropertyName("required")]
    internal bool? RequiredFlag { get; set; }

    /// <summary>A form's field as a variable, for what both say about the files they take.</summary>
    /// <param name="field">The field.</param>
    /// <returns>The variable.</returns>
    public static InputVariable FromField(HumanInputField field) => new()
    {
        Variable = (field ?? throw new ArgumentNullException(nameof(field))).OutputVariableName ?? string.Empty,
        Type = field.Type ?? string.Empty,
        MaxLength = field.NumberLimits,
        AllowedFileTypes = field.AllowedFileTypes,
        AllowedFileExtensions = field.AllowedFileExtensions,
        AllowedFileUploadMethods = field.AllowedFileUploadMethods,
    };

    /// <summary>Takes the variable out of its wrapper, whose only key is the type.</summary>
    internal static IEnumerable<InputVariable> From(JsonElement wrapped)
    {
        if (wrapped.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        foreach (var property in wrapped.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && property.Value.Deserialize(DifyJson.Default.InputVariable) is { Variable.Length: > 0 } variable)
            {
                variable.Type = HarmlessText.Of(property.Name);
                yield return variable;
            }
        }
    }
}

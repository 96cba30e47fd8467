using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dify.Client.Streaming;
using Dify.Client.Transport;

namespace Dify.Client.Apps;

/// <summary>An input variable an app declares.</summary>
public sealed class InputVariable
{
    /// <summary>Its name: the key in a request's inputs.</summary>
    public string Variable { get => field ?? string.Empty; init; }

    /// <summary>What people are shown; the name when there is no label.</summary>
    public string Label { get => string.IsNullOrEmpty(field) ? Variable : field!; init; }

    /// <summary>
    /// Its type: <c>text-input</c>, <c>paragraph</c>, <c>select</c>, <c>number</c>, <c>file</c>, <c>file-list</c>, <c>checkbox</c> or
    /// another.
    /// </summary>
    [JsonIgnore]
    public string Type { get; init; } = string.Empty;

    /// <summary>Whether a run needs it.</summary>
    public bool Required { get; init; }

    /// <summary>The value it has unless given.</summary>
    public string? Default { get; init; }

    /// <summary>The values a <c>select</c> takes.</summary>
    public IReadOnlyList<string> Options { get => field ?? []; init; }

    /// <summary>The most characters a text, or the most files a list, may have.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The types of files it takes, such as <c>image</c>.</summary>
    public IReadOnlyList<string> AllowedFileTypes { get => field ?? []; init; }

    /// <summary>The extensions of files it takes.</summary>
    public IReadOnlyList<string> AllowedFileExtensions { get => field ?? []; init; }

    /// <summary><c>remote_url</c>, <c>local_file</c> or both.</summary>
    public IReadOnlyList<string> AllowedFileUploadMethods { get => field ?? []; init; }

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
            yield break;

        foreach (var property in wrapped.EnumerateObject())
        {
            if (
                property.Value.ValueKind == JsonValueKind.Object
                && From(property.Name, property.Value) is { Variable.Length: > 0 } variable
            )
            {
                yield return variable;
            }
        }
    }

    private static InputVariable From(string type, JsonElement fields) => new()
    {
        Variable = fields.ExactText("variable")!,
        Label = fields.Text("label")!,
        Type = HarmlessText.Of(type),
        Required = fields.Boolean("required") == true,
        Default = fields.ExactText("default"),
        Options = fields.ExactTexts("options")!,
        MaxLength = fields.Int32("max_length"),
        AllowedFileTypes = fields.Texts("allowed_file_types")!,
        AllowedFileExtensions = fields.Texts("allowed_file_extensions")!,
        AllowedFileUploadMethods = fields.Texts("allowed_file_upload_methods")!,
    };
}

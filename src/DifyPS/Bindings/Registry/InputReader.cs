using System.Collections.Generic;
using System.Text.Json;

namespace DifyPS.Bindings.Registry;

/// <summary>Reads an input variable, as the app declared it. What a newer version says of one is asked of the app again.</summary>
internal sealed class InputReader : EntryReader
{
    private string? _variable;
    private string? _label;
    private string? _type;
    private bool _required;
    private string? _default;
    private IReadOnlyList<string>? _options;
    private int? _maxLength;

    private InputReader() { }

    /// <summary>The variable; null when it cannot be understood.</summary>
    public static DeclaredInput? Read(ref Utf8JsonReader reader, out string problem)
    {
        problem = Strings.RegistryEntryInputs;
        if (reader.TokenType != JsonTokenType.StartObject)
            return null;
        var input = new InputReader();
        input.ReadFields(ref reader);
        problem = input.Problem ?? problem;
        return input.Problem is not null || input._variable is null || input._type is null
            ? null
            : new DeclaredInput
            {
                Variable = input._variable,
                Label = input._label,
                Type = input._type,
                Required = input._required,
                Default = input._default,
                Options = input._options,
                MaxLength = input._maxLength,
            };
    }

    protected override bool TryReadField(ref Utf8JsonReader reader, string field)
    {
        switch (field)
        {
            case "variable":
                _variable = Text(ref reader, field);
                return true;
            case "label":
                _label = Text(ref reader, field);
                return true;
            case "type":
                _type = Text(ref reader, field);
                return true;
            case "required":
                _required = Flag(ref reader, field);
                return true;
            case "default":
                _default = Text(ref reader, field);
                return true;
            case "options":
                _options = Texts(ref reader, field);
                return true;
            case "maxLength":
                _maxLength = IsNull(reader) ? null : Number(ref reader, field);
                return true;
            default:
                return false;
        }
    }
}

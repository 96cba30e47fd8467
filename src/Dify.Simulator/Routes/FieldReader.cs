using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dify.Simulator.State;

namespace Dify.Simulator.Routes;

/// <summary>Reads the fields of a JSON object as strictly as the description puts it: no other fields, types or nulls.</summary>
internal sealed class FieldReader
{
    private readonly JsonObject _json;
    private readonly string _at;

    public FieldReader(JsonObject json, string[] names, bool rejectUnknown, string at = "")
    {
        _json = json;
        _at = at;
        if (rejectUnknown && json.FirstOrDefault(field => !names.Contains(field.Key)) is { Key: { } unknown })
            throw DifyError.InvalidParam($"{at}{unknown} is not a parameter of this operation.");
    }

    public string Text(string name, bool allowEmpty = false) =>
        OptionalText(name) is { } text && (allowEmpty || text.Length > 0)
            ? text
            : throw DifyError.InvalidParam($"Arg {_at}{name} must be provided.");

    public string? OptionalText(string name) => Get(name, JsonValueKind.String)?.GetValue<string>();

    public string? OneOf(string name, params string[] values)
    {
        var text = OptionalText(name);
        return text is null || values.Contains(text)
            ? text
            : throw DifyError.InvalidParam($"{_at}{name} must be one of {string.Join(", ", values)}.");
    }

    /// <summary>One of the values, or null, which counts as if it was left out.</summary>
    public string? OneOfOrNull(string name, params string[] values) =>
        _json.TryGetPropertyValue(name, out var value) && value is null ? null : OneOf(name, values);

    /// <summary>A value of whatever kind, null among them, that has to be there.</summary>
    public JsonNode? Any(string name) =>
        _json.TryGetPropertyValue(name, out var value) ? value : throw DifyError.InvalidParam($"Arg {_at}{name} must be provided.");

    /// <summary>The end user; the shared one when none is named.</summary>
    public string User() => OptionalText("user") is { Length: > 0 } user ? user : EndUserStore.Default;

    public Guid? OptionalId(string name)
    {
        var text = OptionalText(name);
        return string.IsNullOrEmpty(text) ? null
            : Guid.TryParseExact(text, "D", out var id) ? id
            : throw DifyError.InvalidParam($"{_at}{name}: {text} is not a valid uuid.");
    }

    public double Number(string name) =>
        Get(name, JsonValueKind.Number)?.GetValue<double>() ?? throw DifyError.InvalidParam($"Arg {_at}{name} must be provided.");

    public bool Flag(string name, bool byDefault) => _json.ContainsKey(name)
        ? Get(name, JsonValueKind.True, JsonValueKind.False)!.GetValue<bool>()
        : byDefault;

    public JsonObject Object(string name) =>
        Get(name, JsonValueKind.Object)?.AsObject() ?? throw DifyError.InvalidParam($"Arg {_at}{name} must be provided.");

    /// <summary>An array; null counts as left out where the description allows it.</summary>
    public JsonArray Array(string name, bool allowNull = false) =>
        allowNull && _json[name] is null ? [] : Get(name, JsonValueKind.Array)?.AsArray() ?? [];

    private JsonNode? Get(string name, params JsonValueKind[] kinds)
    {
        if (!_json.TryGetPropertyValue(name, out var value))
            return null;

        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        return kinds.Contains(kind) ? value : throw DifyError.InvalidParam($"{_at}{name} must be {Name(kinds[0])}, not {Name(kind)}.");
    }

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "null",
    };
}

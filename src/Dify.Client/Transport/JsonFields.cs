using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Dify.Client.Transport;

/// <summary>
/// Reads the fields of an object one by one, as leniently as <see cref="LenientConverters"/>. For what a first call needs:
/// the metadata of a model is work for the compiler that is worth it only where many are read.
/// </summary>
internal static class JsonFields
{
    /// <summary>The object itself; null for JSON's null.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static JsonElement? AsObject(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json,
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => throw new JsonException(Strings.EventNotAnObject),
    };

    /// <summary>A field; of kind Undefined when there is none.</summary>
    public static JsonElement Field(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A text that is shown: an id, a name, a word, a message. It is made harmless here, once.</summary>
    public static string? Text(this JsonElement json, string name) => Harmless(Exact(json.Field(name)));

    /// <summary>A text that scripts go on with as it came: what people and models wrote, and what goes back to Dify.</summary>
    public static string? ExactText(this JsonElement json, string name) => Exact(json.Field(name));

    public static bool? Boolean(this JsonElement json, string name)
    {
        var value = json.Field(name);
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => LenientBooleanConverter.Parse(value.GetString()!),
            JsonValueKind.Number when value.TryGetInt32(out var number) => number != 0,
            _ => null,
        };
    }

    public static int? Int32(this JsonElement json, string name)
    {
        var value = json.Field(name);
        return value.ValueKind switch
        {
            JsonValueKind.String => LenientInt32Converter.Parse(value.GetString()!),
            JsonValueKind.Number => value.TryGetInt32(out var number) ? number
                : value.TryGetDouble(out var other) && other is >= int.MinValue and <= int.MaxValue ? (int)other : null,
            _ => null,
        };
    }

    public static long? Int64(this JsonElement json, string name)
    {
        var value = json.Field(name);
        return value.ValueKind switch
        {
            JsonValueKind.String => LenientInt64Converter.Parse(value.GetString()!),
            JsonValueKind.Number => value.TryGetInt64(out var number) ? number
            : value.TryGetDouble(out var other) && other is > -9e18 and < 9e18 ? (long)other
            : null,
            _ => null,
        };
    }

    public static double? Double(this JsonElement json, string name)
    {
        var value = json.Field(name);
        return value.ValueKind switch
        {
            JsonValueKind.String => LenientDoubleConverter.Parse(value.GetString()!),
            JsonValueKind.Number when value.TryGetDouble(out var number) => number,
            _ => null,
        };
    }

    public static TimeSpan? Seconds(this JsonElement json, string name) => LenientSecondsConverter.Of(json.Double(name));

    public static decimal? Decimal(this JsonElement json, string name)
    {
        var value = json.Field(name);
        return value.ValueKind switch
        {
            JsonValueKind.String => LenientDecimalConverter.Parse(value.GetString()!),
            JsonValueKind.Number when value.TryGetDecimal(out var number) => number,
            _ => null,
        };
    }

    /// <summary>A list of texts that are shown; null when there is none.</summary>
    /// <exception cref="JsonException">It is something else than a list.</exception>
    public static IReadOnlyList<string>? Texts(this JsonElement json, string name) => Texts(json.Field(name), isExact: false);

    /// <summary>A list of texts that scripts go on with; null when there is none.</summary>
    /// <exception cref="JsonException">It is something else than a list.</exception>
    public static IReadOnlyList<string>? ExactTexts(this JsonElement json, string name) => Texts(json.Field(name), isExact: true);

    /// <summary>The list itself; null for JSON's null.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static JsonElement? AsArray(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json,
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => throw new JsonException(Strings.JsonNotAList),
    };

    private static List<string>? Texts(JsonElement value, bool isExact)
    {
        if (value.AsArray() is not { } array)
            return null;

        var texts = new List<string>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
            texts.Add((isExact ? Exact(item) : Harmless(Exact(item)))!);

        return texts;
    }

    private static string? Harmless(string? text) => text is not null && HarmlessText.Steers(text) ? HarmlessText.Of(text) : text;

    private static string? Exact(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => value.GetRawText(),
    };
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dify.Client.Values;

namespace Dify.Client.Transport;

/// <summary>Writes the values people give for input variables, without reflection and with the variable's name in its complaints.</summary>
internal static class ValueWriter
{
    // A list that holds itself would never end.
    private const int MaxDepth = JsonFormat.MaxDepth;

    /// <summary>Writes values by name, each with its own name in its complaints.</summary>
    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyDictionary<string, object?>? values)
    {
        writer.WriteStartObject();
        if (values is not null)
        {
            foreach (var pair in values)
            {
                writer.WritePropertyName(pair.Key);
                Write(writer, pair.Value, pair.Key);
            }
        }

        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, object? value, string variable, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new ArgumentException(Strings.FormatValueTooDeep(variable, MaxDepth));

        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case char character:
                writer.WriteStringValue(character.ToString());
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case JsonElement { ValueKind: JsonValueKind.Undefined }:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                Write(writer, variable, element.WriteTo);
                break;
            case JsonDocument document:
                Write(writer, variable, document.RootElement.WriteTo);
                break;
            case JsonNode node:
                Write(writer, variable, to => node.WriteTo(to));
                break;
            case IJsonValue own:
                own.WriteTo(writer);
                break;
            case IDictionary dictionary:
                WriteDictionary(writer, dictionary, variable, depth);
                break;
            case IEnumerable<KeyValuePair<string, object?>> pairs:
                writer.WriteStartObject();
                foreach (var pair in pairs)
                {
                    writer.WritePropertyName(pair.Key);
                    Write(writer, pair.Value, variable, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list)
                    Write(writer, item, variable, depth + 1);

                writer.WriteEndArray();
                break;
            default:
                if (ExactNumber.ToLiteral(value) is { } literal)
                {
                    writer.WriteRawValue(literal, skipInputValidation: true);
                    break;
                }

                throw new ArgumentException(IsNoNumber(value)
                    ? Strings.FormatValueNotANumber(variable)
                    : Strings.FormatValueTypeNotTaken(variable, value.GetType().FullName));
        }
    }

    // The writer complains of its own depth as of a mistake in a program.
    private static void Write(Utf8JsonWriter writer, string variable, Action<Utf8JsonWriter> write)
    {
        try
        {
            write(writer);
        }
        catch (InvalidOperationException e)
        {
            throw new ArgumentException(Strings.FormatValueTooDeep(variable, MaxDepth), e);
        }
    }

    // NaN and the infinities, of whatever size.
    private static bool IsNoNumber(object value) =>
#if NET
        value is Half ||
#endif
        value is float or double;

    private static void WriteDictionary(Utf8JsonWriter writer, IDictionary dictionary, string variable, int depth)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in dictionary)
        {
            writer.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? string.Empty);
            Write(writer, entry.Value, variable, depth + 1);
        }

        writer.WriteEndObject();
    }
}

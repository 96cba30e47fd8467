using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;

namespace DifyPS.Pipeline;

/// <summary>Between PowerShell's objects and JSON's.</summary>
internal static class PowerShellValues
{
    // Deeper than any request or answer of Dify's; a loop of objects ends here with an error.
    private const int MaxDepth = 64;

    /// <summary>Values that a client can write as JSON: dictionaries, lists, and what is neither.</summary>
    /// <exception cref="ArgumentException">The objects are nested too deep, as a loop is.</exception>
    public static object? ToPlain(object? value) => ToPlain(value, 0);

    public static IReadOnlyDictionary<string, object?> ToInputs(IDictionary table)
    {
        var inputs = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
            inputs[entry.Key.ToString()!] = ToPlain(entry.Value);
        return inputs;
    }

    /// <summary>JSON as PowerShell people expect it: objects with properties, arrays, numbers, strings.</summary>
    public static object? FromJson(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var result = new PSObject();
                foreach (var property in json.EnumerateObject())
                {
                    // JSON tells 'id' from 'Id', PowerShell does not; the first one stands.
                    if (result.Properties[property.Name] is null)
                        result.Properties.Add(new PSNoteProperty(property.Name, FromJson(property.Value)));
                }

                return result;
            case JsonValueKind.Array:
                return json.EnumerateArray().Select(FromJson).ToArray();
            case JsonValueKind.String:
                return json.GetString();
            case JsonValueKind.Number:
                return json.TryGetInt64(out var whole) ? (object)whole : json.GetDouble();
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                return null;
        }
    }

    private static object? ToPlain(object? value, int depth)
    {
        if (depth > MaxDepth)
            throw new ArgumentException(Strings.FormatValueTooDeep(MaxDepth));
        if (value is PSObject wrapped)
        {
            if (wrapped.BaseObject is PSCustomObject)
                return FromProperties(wrapped, depth);
            value = wrapped.BaseObject;
        }

        switch (value)
        {
            case null or string or bool or JsonElement:
                return value;
            case IDictionary table:
                var pairs = new Dictionary<string, object?>(StringComparer.Ordinal);
                foreach (DictionaryEntry entry in table)
                    pairs[entry.Key.ToString()!] = ToPlain(entry.Value, depth + 1);
                return pairs;
            case SwitchParameter flag:
                return flag.IsPresent;
            case Enum or char or Guid or Uri or Version:
                return value.ToString();
            case DateTime date:
                return date.ToString("o", System.Globalization.CultureInfo.InvariantCulture);
            case DateTimeOffset date:
                return date.ToString("o", System.Globalization.CultureInfo.InvariantCulture);
            case IEnumerable items:
                return items.Cast<object?>().Select(item => ToPlain(item, depth + 1)).ToList();
            case IConvertible:
                return value;
            default:
                return FromProperties(new PSObject(value), depth);
        }
    }

    private static Dictionary<string, object?> FromProperties(PSObject source, int depth)
    {
        var pairs = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in source.Properties)
        {
            if (property.IsGettable)
                pairs[property.Name] = ToPlain(property.Value, depth + 1);
        }

        return pairs;
    }
}

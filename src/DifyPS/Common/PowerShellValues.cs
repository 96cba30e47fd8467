using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;
using Dify.Client.Values;

namespace DifyPS.Common;

/// <summary>Between PowerShell's objects and JSON's.</summary>
internal static class PowerShellValues
{
    // A loop of objects ends here with an error.
    private const int MaxDepth = JsonFormat.MaxDepth;

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
                return PropertyNames.ToObject(json);
            case JsonValueKind.Array:
                return json.EnumerateArray().Select(FromJson).ToArray();
            case JsonValueKind.String:
                return json.GetString();
            case JsonValueKind.Number:
                return json.TryGetInt64(out var whole) && whole != 0 ? whole : NumberText.FromLiteral(json.GetRawText());
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
            if (NumberText.LiteralOf(wrapped) is { } number)
                return number;
            value = wrapped.BaseObject;
        }

        switch (value)
        {
            case null or string or bool or JsonElement or BigInteger:
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
            case ValueType when ExactNumber.ToLiteral(value) is not null:
                return value;
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
                pairs[PropertyNames.Original(property)] = ToPlain(property.Value, depth + 1);
        }

        return pairs;
    }
}

using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Dify.Client.Values;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Runs.Inputs;

/// <summary>
/// Makes of a value what a variable's type needs, where nothing is lost by it: what comes from a CSV file is all text.
/// </summary>
internal static class ValueFitter
{
    /// <summary>The value to send, and in a few words what is wrong with it.</summary>
    public static (object? Value, string? Problem) Fit(DeclaredInput variable, object? value)
    {
        if (value is null)
            return (null, null);
        return variable.Type switch
        {
            "text-input" or "paragraph" => FitText(variable, value),
            "select" => FitOption(variable, value),
            "number" => FitNumber(variable, value),
            "checkbox" => FitTruth(variable, value),
            // A type of tomorrow's, or one that takes JSON: Dify is to judge.
            _ => (value, null),
        };
    }

    private static (object? Value, string? Problem) FitText(DeclaredInput variable, object value)
    {
        if (AsText(value) is not { } text)
            return (value, Strings.FormatInputNotText(variable.Variable));
        return variable.MaxLength is { } most && most > 0 && text.Length > most && Characters.Count(text) is var length && length > most
            ? (text, Strings.FormatInputTooLong(variable.Variable, length, most))
            : (text, null);
    }

    private static (object? Value, string? Problem) FitOption(DeclaredInput variable, object value)
    {
        if (AsText(value) is not { } text)
            return (value, Strings.FormatInputNotText(variable.Variable));
        if (text.Length == 0 || variable.Options is not { Count: > 0 } options || options.Contains(text))
            return (text, null);
        // The app compares to the letter; people do not.
        var near = options.Where(option => string.Equals(option, text, StringComparison.OrdinalIgnoreCase)).ToList();
        return near.Count == 1
            ? (near[0], null)
            : (text, Strings.FormatInputNotAnOption(variable.Variable, Shorten(text), string.Join(", ", options)));
    }

    private static (object? Value, string? Problem) FitNumber(DeclaredInput variable, object value)
    {
        switch (value)
        {
            case bool:
                break;
            case string { Length: 0 }:
                return (null, null);
            case string text:
                if (ExactNumber.LiteralOf(text) is { } literal)
                    return (ExactNumber.FromLiteral(literal) ?? NumberText.Json(literal), null);
                break;
            case JsonElement { ValueKind: JsonValueKind.Number }:
            case ValueType when ExactNumber.ToLiteral(value) is not null:
                return (value, null);
        }

        return (
            value,
            Strings.FormatInputNotANumber(variable.Variable, Shorten(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty))
        );
    }

    private static (object? Value, string? Problem) FitTruth(DeclaredInput variable, object value) =>
        value switch
        {
            bool => (value, null),
            string { Length: 0 } => (null, null),
            string text when bool.TryParse(text, out var truth) => (truth, null),
            string or IConvertible when Convert.ToString(value, CultureInfo.InvariantCulture) is "0" or "1" => (
                Convert.ToString(value, CultureInfo.InvariantCulture) == "1",
                null
            ),
            _ => (value, Strings.FormatInputNotTruth(variable.Variable)),
        };

    internal static string? AsText(object value) => value switch
    {
        string text => text,
        bool truth => truth ? "true" : "false",
        JsonElement { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        ValueType when ExactNumber.ToLiteral(value) is { } literal => literal,
        IConvertible plain => plain.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 40) + "…";
}

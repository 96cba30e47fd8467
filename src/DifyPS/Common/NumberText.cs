using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Values;

namespace DifyPS.Common;

/// <summary>
/// A number that no type of .NET's holds, such as 1e400: its digits as text, which says by one of its type names that it is a
/// number, and is one again where it goes to Dify.
/// </summary>
internal static class NumberText
{
    /// <summary>What marks such a text, behind its other type names: it is shown as text.</summary>
    public const string TypeName = "DifyPS.NumberText";

    /// <summary>The number, or the text that stands for it.</summary>
    public static object FromLiteral(string literal)
    {
        if (ExactNumber.FromLiteral(literal) is { } number)
            return number;
        var text = new PSObject(literal);
        text.TypeNames.Add(TypeName);
        return text;
    }

    /// <summary>The number that such a text stands for; null for any other value.</summary>
    public static JsonElement? LiteralOf(PSObject value)
    {
        if (value.BaseObject is not string text || !value.TypeNames.Contains(TypeName) || ExactNumber.LiteralOf(text) is not { } literal)
            return null;
        return Json(literal);
    }

    /// <summary>A number that goes as it is written.</summary>
    public static JsonElement Json(string literal)
    {
        using var json = JsonDocument.Parse(literal, JsonFormat.Reading);
        return json.RootElement.Clone();
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace DifyPS.Common;

/// <summary>Objects as people read them, where no view of their own says how.</summary>
public static partial class DisplayFormat
{
    private const int LongestName = 60;

    // What tells an object best comes first.
    private static readonly string[] Names =
    {
        "Title",
        "RemoteName",
        "Name",
        "NodeTitle",
        "FileName",
        "DocumentName",
        "Variable",
        "OutputVariableName",
        "Question",
        "Query",
        "Tool",
        "Text",
        "Answer",
        "Content",
        "Error",
        "Event",
        "Key",
        "User",
        "Rating",
        "Status",
        "Id",
        "App",
    };

    /// <summary>What an object is called, in a few words, for a wide view.</summary>
    /// <param name="value">The object.</param>
    /// <returns>The words.</returns>
    public static string Name(object? value)
    {
        if (value is null)
            return string.Empty;
        var properties = PSObject.AsPSObject(value).Properties;
        var name = Names
            .Select(one => properties[one] is { IsGettable: true } property ? Line(property.Value) : string.Empty)
            .FirstOrDefault(static one => one.Length > 0);
        return Short(name ?? Line(value), LongestName);
    }

    /// <summary>All properties of an object, a line each.</summary>
    /// <param name="value">The object.</param>
    /// <returns>The lines.</returns>
    public static string Properties(object? value)
    {
        if (value is null)
            return string.Empty;
        var pairs = PSObject.AsPSObject(value).Properties.Where(static one => one.IsGettable)
            .Select(static one => new KeyValuePair<string, string>(Line(one.Name), Value(Got(one)))).ToList();
        var width = pairs.Count == 0 ? 0 : pairs.Max(static one => one.Key.Length);
        return string.Join(
            Environment.NewLine,
            pairs.Select(one => $"{one.Key.PadRight(width)} : {one.Value.Replace("\n", Environment.NewLine + new string(' ', width + 3))}")
        );
    }

    // A property may throw when it is read, and is nothing to be shown then.
    private static object? Got(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace DifyPS.Common;

/// <summary>The columns of a row of a list, be it an object with properties or a table.</summary>
internal static class RowColumns
{
    /// <summary>What its columns are called.</summary>
    public static IEnumerable<string> Names(PSObject row) =>
        row.BaseObject is IDictionary table
            ? table.Keys.OfType<string>()
            : row.Properties.OfType<PSNoteProperty>().Select(one => one.Name);

    /// <summary>What a column says on one line; null where it says nothing, is no text or number, or cannot be read.</summary>
    public static string? TextOf(PSObject row, string column)
    {
        object? value;
        try
        {
            value = row.BaseObject is IDictionary table
                ? table.Keys.OfType<string>().Where(key => Is(key, column)).Select(key => table[key]).FirstOrDefault()
                : row.Properties[column]?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }

        return (value is PSObject wrapped ? wrapped.BaseObject : value) is (string or IFormattable) and var plain
            && DisplayFormat.Line(Convert.ToString(plain, CultureInfo.InvariantCulture)).Trim() is { Length: > 0 } text
            ? text
            : null;
    }

    private static bool Is(string key, string column) => string.Equals(key, column, StringComparison.OrdinalIgnoreCase);
}

using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace DifyPS.Inputs;

/// <summary>Files as people give them: one, a list, or Dify's own form of a reference.</summary>
internal static class FileTable
{
    /// <summary>Whether the table is a file in Dify's own form, and not a variable's name with its files.</summary>
    public static bool IsReference(IDictionary table) => table.Contains("transfer_method");

    /// <summary>The files one by one, without PowerShell's wrapping.</summary>
    public static IReadOnlyList<object> Flatten(object? value)
    {
        // An object with properties only is nothing without its wrapping.
        var plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            null or "" => System.Array.Empty<object>(),
            string or IDictionary => new[] { plain },
            IEnumerable list => list.Cast<object?>().SelectMany(Flatten).ToList(),
            _ => new[] { plain },
        };
    }
}

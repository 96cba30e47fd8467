using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Transport;

namespace DifyPS.Common;

/// <summary>
/// JSON's names as PowerShell's properties. JSON has names that no property can have: an empty one, those that PowerShell
/// keeps for itself, and two that differ in nothing but case. They get others, which are free, and know their own.
/// </summary>
internal static class PropertyNames
{
    private const string ForEmpty = "_";

    // The name of a type that has a view, and nothing else.
    private const string ShownWithCare = "DifyPS.DifyRecord#Data";

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "psobject", "psbase", "psadapted", "psextended", "pstypenames",
    };

    /// <summary>An object with a property for each of JSON's, in their order.</summary>
    public static PSObject ToObject(JsonElement json)
    {
        var result = new PSObject();
        HashSet<string>? taken = null;
        Dictionary<string, int>? numbers = null;
        foreach (var property in json.EnumerateObject())
        {
            var value = PowerShellValues.FromJson(property.Value);
            if (property.Name.Length > 0 && !Reserved.Contains(property.Name) && result.Properties[property.Name] is null)
            {
                result.Properties.Add(new PSNoteProperty(property.Name, value));
                continue;
            }

            // A name that is yet to come has more right to itself than the one that is made up here.
            taken ??= new HashSet<string>(json.EnumerateObject().Select(one => one.Name), StringComparer.OrdinalIgnoreCase);
            numbers ??= new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
            result.Properties.Add(new RenamedProperty(Free(property.Name, taken, numbers), property.Name, value));
        }

        if (result.Properties.Any(static one => Steers(one.Name) || Steers(one.Value)))
            result.TypeNames.Insert(0, ShownWithCare);
        return result;
    }

    /// <summary>The name that the property has in JSON.</summary>
    public static string Original(PSPropertyInfo property) => property is RenamedProperty renamed ? renamed.Original : property.Name;

    // The data stays what the server said; that it is looked at must not steer the terminal.
    private static bool Steers(object? value) => value switch
    {
        string text => HarmlessText.Steers(text),
        PSObject inner => inner.TypeNames.Count > 0 && inner.TypeNames[0] == ShownWithCare,
        object[] items => Array.Exists(items, Steers),
        _ => false,
    };

    // Where the last one of a stem ended the next one begins: a name may be there as often as a server likes.
    private static string Free(string name, HashSet<string> taken, Dictionary<string, int> numbers)
    {
        var stem = name.Length == 0 ? ForEmpty : name + ForEmpty;
        numbers.TryGetValue(stem, out var number);
        string free;
        do
            free = ++number == 1 ? stem : stem + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        while (!taken.Add(free));
        numbers[stem] = number;
        return free;
    }

    private sealed class RenamedProperty : PSNoteProperty
    {
        public RenamedProperty(string name, string original, object? value)
            : base(name, value) => Original = original;

        public string Original { get; }

        public override PSMemberInfo Copy() => new RenamedProperty(Name, Original, Value);
    }
}

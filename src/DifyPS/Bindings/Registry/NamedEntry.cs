using System.Collections.Generic;
using System.Linq;

namespace DifyPS.Bindings.Registry;

/// <summary>What the registry has under a name: an app, or a connection.</summary>
internal interface INamedEntry
{
    string Name { get; }
}

/// <summary>Finds entries by their names, which are the same where they look the same.</summary>
internal static class NamedEntries
{
    /// <summary>The entry of a name; null when there is none.</summary>
    public static T? Named<T>(this IEnumerable<T> entries, string? name)
        where T : class, INamedEntry
    {
        // A loop: every call comes by here.
        foreach (var entry in entries)
        {
            if (AppName.Comparer.Equals(entry.Name, name))
                return entry;
        }

        return null;
    }

    /// <summary>All but the one of a name.</summary>
    public static IEnumerable<T> NotNamed<T>(this IEnumerable<T> entries, string name)
        where T : class, INamedEntry => entries.Where(entry => !AppName.Comparer.Equals(entry.Name, name));
}

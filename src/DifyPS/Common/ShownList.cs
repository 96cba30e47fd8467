using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Linq;

namespace DifyPS.Common;

/// <summary>
/// A list that hangs on an object: where somebody wants it as one text, as the cell of a CSV file does, it reads as its items.
/// </summary>
internal sealed class ShownList<T>(IList<T> items) : ReadOnlyCollection<T>(items)
{
    /// <summary>How many there are: scripts ask arrays so.</summary>
    public int Length => Count;

    /// <summary>The items, with semicolons between: a comma is within many a name.</summary>
    public override string ToString() =>
        DisplayFormat.Text(string.Join("; ", this.Select(item => Convert.ToString(item, CultureInfo.InvariantCulture))));
}

/// <summary>Makes them.</summary>
internal static class ShownList
{
    /// <summary>The same list, which reads as its items.</summary>
    public static IReadOnlyList<T> Of<T>(IEnumerable<T> items) =>
        items as ShownList<T> ?? new ShownList<T>(items as IList<T> ?? [.. items]);
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace DifyPS.Common;

/// <summary>Which item of a list an error is about, in words: the place that it came in, and what people know it by.</summary>
/// <param name="number">Counts from 1, in the order in which the items came.</param>
/// <param name="item">The item.</param>
/// <param name="column">The column that tells it from others, where somebody named one.</param>
internal sealed class ItemMark(long number, PSObject? item, string? column)
{
    private const int LongestValue = 60;

    private string? _name;

    // What the columns are called that people tell their rows apart by.
    private static readonly string[] Telling = ["Id", "Name", "Title", "Subject"];

    /// <summary>An item that people know by a name of its own; null where that is none to be repeated.</summary>
    public static ItemMark? Of(string? name) =>
        name is not { Length: > 0 and <= LongestValue } || RefusedText.Is(name) || KeyPattern.IsIn(name)
            ? null
            : new ItemMark(0, null, null) { _name = DisplayFormat.Line(name) };

    /// <summary>Whether a text says already which item it is about.</summary>
    public bool IsToldBy(string text) => _name is not null && text.IndexOf($"'{_name}'", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Such as "item 4 (Id 17)", or the item's own name. Made when there is an error to tell: most items have none.</summary>
    public override string ToString()
    {
        if (_name is not null)
            return Strings.FormatItemNamed(_name);
        var place = number.ToString(CultureInfo.InvariantCulture);
        // What this module gave is known by ids that say nothing to people.
        if (item is null || item.BaseObject.GetType().Assembly == typeof(ItemMark).Assembly)
            return Strings.FormatItemNumber(place);
        foreach (var name in Candidates(item))
        {
            if (RowColumns.TextOf(item, name) is { Length: <= LongestValue } value && !KeyPattern.IsIn(value))
                return Strings.FormatItemKnown(place, DisplayFormat.Line(name), value);
        }

        return Strings.FormatItemNumber(place);
    }

    private IEnumerable<string> Candidates(PSObject row) =>
        (column is null ? Telling : [column, .. Telling]).Concat(RowColumns.Names(row).Where(EndsAsId));

    // Such as TicketId or customer_id.
    private static bool EndsAsId(string name) =>
        name.EndsWith("Id", StringComparison.Ordinal)
        || name.EndsWith("ID", StringComparison.Ordinal)
        || name.EndsWith("_id", StringComparison.Ordinal);
}

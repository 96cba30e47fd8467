using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Values;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Runs.Inputs;

/// <summary>What an object from the pipeline brings for a form.</summary>
internal sealed record ItemInputs(IReadOnlyList<KeyValuePair<string, object?>> Values, IReadOnlyList<object> Files, string? Complaint);

/// <summary>
/// Reads objects from the pipeline: those whose properties fill variables, tables, files, and plain text for an app with
/// one text variable. What a form does not ask for is passed over, since real lists have columns for other purposes.
/// </summary>
internal static class ItemReader
{
    private static readonly IReadOnlyList<KeyValuePair<string, object?>> NoValues = Array.Empty<KeyValuePair<string, object?>>();
    private static readonly IReadOnlyList<object> NoFiles = Array.Empty<object>();

    public static ItemInputs Read(PSObject item, AppForm form)
    {
        switch (item.BaseObject)
        {
            case FileInfo or DifyFile:
                return new ItemInputs(NoValues, new[] { item.BaseObject }, null);
            case IDictionary table:
                return Named(table.Keys.Cast<object>().Select(key => Pair(key.ToString()!, table[key])), form);
            case DifyCheckpointEntry entry:
                return Named(
                    entry.Input?.Properties.Select(property => Pair(PropertyNames.Original(property), property.Value)) ?? NoValues,
                    form
                );
            case DifyWorkflowResult result:
                // One workflow's outputs are the next one's inputs.
                return Named(
                    result.Outputs?.Properties.Select(property => Pair(PropertyNames.Original(property), property.Value)) ?? NoValues,
                    form
                );
            case DifyChatReply reply:
                return Single(reply.Answer, form);
            case DifyApp:
                return new ItemInputs(NoValues, NoFiles, null);
            case string or Uri:
                return Single(item.BaseObject.ToString()!, form);
            case ValueType number when ExactNumber.ToLiteral(number) is { } literal:
                return Single(literal, form);
            case IConvertible value:
                return Single(value.ToString(CultureInfo.InvariantCulture), form);
            default:
                return Named(
                    item.Properties.Where(property => property.IsGettable && form.Find(property.Name) is not null)
                        .Select(property => Pair(property.Name, property.Value)),
                    form,
                    item
                );
        }
    }

    private static ItemInputs Named(IEnumerable<KeyValuePair<string, object?>> pairs, AppForm form, PSObject? item = null)
    {
        // An empty column says nothing about its variable.
        var known = pairs.Where(pair => form.Find(pair.Key) is not null).ToList();
        var values = known.Where(pair => pair.Value is not (null or "")).ToList();
        var names = item?.Properties.Take(8).Select(property => property.Name).ToList();
        var complaint = known.Count > 0 ? null
            : names is { Count: > 0 } ? Strings.FormatInputNoneOfProperties(string.Join(", ", names)) : Strings.InputNoneOfObject;
        return new ItemInputs(values, NoFiles, complaint);
    }

    private static ItemInputs Single(string text, AppForm form)
    {
        var texts = form.Variables.Where(AppForm.IsText).ToList();
        var required = texts.Where(variable => variable.Required).ToList();
        var only = texts.Count == 1 ? texts[0] : required.Count == 1 ? required[0] : null;
        return only is null
            ? new ItemInputs(NoValues, NoFiles, texts.Count == 0 ? Strings.InputTextForNone : Strings.InputTextForSeveral)
            : new ItemInputs(new[] { Pair(only.Variable, text) }, NoFiles, null);
    }

    // What is an object by its properties, or a number by its type name, is nothing without its wrapping.
    private static KeyValuePair<string, object?> Pair(string name, object? value) =>
        new(
            name,
            value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject && NumberText.LiteralOf(wrapped) is null
                ? wrapped.BaseObject
                : value
        );
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using Dify.Client.Values;
using DifyPS.Common;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs.Checkpoints;

/// <summary>What an item is known by in a checkpoint: a property of its own, or its inputs.</summary>
internal sealed class CheckpointKeys
{
    // Of the digest that CheckpointHead.Hash makes.
    private const int HashLength = 32;

    private readonly object _gate = new();
    private readonly string? _property;
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    public CheckpointKeys(string? property) => _property = property;

    /// <summary>The value of the item's own property; null when items are known by their inputs. On the pipeline thread.</summary>
    /// <exception cref="DifyCommandException">The item has no such property, or another item has the same value.</exception>
    public string? Own(string app, PSObject? item, IDictionary? inputs)
    {
        if (_property is null)
            return null;
        var value = item?.BaseObject is IDictionary table ? table[_property] : item?.Properties[_property]?.Value ?? inputs?[_property];
        var key = value?.ToString();
        if (string.IsNullOrEmpty(key))
        {
            throw new DifyCommandException(
                "KeyMissing", ErrorCategory.InvalidArgument, Strings.FormatCheckpointKeyMissing(app, _property),
                Strings.CheckpointKeyMissingAction, app);
        }

        lock (_gate)
        {
            if (_seen.ContainsKey(key!))
            {
                throw new DifyCommandException(
                    "KeyNotUnique", ErrorCategory.InvalidArgument, Strings.FormatCheckpointKeyTwice(app, _property, key),
                    Strings.CheckpointKeyTwiceAction, app);
            }

            _seen.Add(key!, 1);
        }

        return key;
    }

    /// <summary>What an item is known by that has no property for it. Items that are all the same are told apart by their number.</summary>
    public string Of(FilledForm input, string? text, string? conversation)
    {
        var hash = CheckpointHead.Hash(
            new Dictionary<string, object?>
            {
                ["inputs"] = input.Values,
                ["files"] = input
                    .Files.Select(file =>
                        (object?)(
                            file.Variable
                            + ":"
                            + string.Join(
                                "|",
                                file.Sources.Select(source => source.Path ?? source.Url ?? source.Uploaded?.FileId ?? source.Name)
                            )
                        )
                    )
                    .ToList(),
                ["text"] = text,
                ["conversation"] = conversation,
            }
        );
        lock (_gate)
        {
            _seen.TryGetValue(hash, out var count);
            _seen[hash] = ++count;
            return count == 1 ? hash : $"{hash}#{count}";
        }
    }

    /// <summary>Whether a key was made of an item's inputs, so that it says nothing to people.</summary>
    public static bool IsMade(string key) =>
        key.Length >= HashLength
        && key.Take(HashLength).All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
        && (key.Length == HashLength || (key[HashLength] == '#' && int.TryParse(key.Substring(HashLength + 1), out _)));

    /// <summary>Values as text that is the same in every session.</summary>
    /// <exception cref="ArgumentException">The values are nested too deep, as a loop is.</exception>
    public static object? Plain(object? value) => Plain(value, 0);

    private static object? Plain(object? value, int depth) => value switch
    {
        _ when depth > JsonFormat.MaxDepth => throw new ArgumentException(Strings.FormatValueTooDeep(JsonFormat.MaxDepth)),
        null => null,
        PSObject { BaseObject: not PSCustomObject } wrapped => NumberText.LiteralOf(wrapped) ?? Plain(wrapped.BaseObject, depth),
        FileSystemInfo file => file.FullName,
        DifyFile file => file.FileId,
        string => value,
        IDictionary table => table.Keys.Cast<object>().ToDictionary(key => key.ToString()!, key => Plain(table[key], depth + 1)),
        IEnumerable list => list.Cast<object?>().Select(item => Plain(item, depth + 1)).ToList(),
        _ => PowerShellValues.ToPlain(value),
    };
}

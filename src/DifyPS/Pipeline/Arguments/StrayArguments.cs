using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Common;

namespace DifyPS.Pipeline.Arguments;

/// <summary>
/// What was typed where no parameter is left for it. Closed to everybody else, as <see cref="PipelineRow"/> is: it may be a key, and
/// PowerShell shows what is bound to parameters.
/// </summary>
public sealed class StrayArguments
{
    internal StrayArguments(object? values) =>
        Values = (Plain(values) is IList list ? list.Cast<object?>() : [values]).Select(Plain).ToList();

    /// <summary>The values, without PowerShell's wrapping.</summary>
    internal IReadOnlyList<object?> Values { get; }

    /// <summary>The name of a parameter that there is none of, where that is what was typed.</summary>
    internal string? ParameterName =>
        Values.OfType<string>().FirstOrDefault(one => one.Length > 1 && one[0] == '-' && char.IsLetter(one[1]))?.TrimEnd(':');

    /// <summary>The values as words of a command line; null where one is no text or number, or may be a secret.</summary>
    internal IReadOnlyList<string>? Words =>
        Values.All(one => one is string or ValueType && !KeyPattern.IsInside(one)) ? Values.Select(Word).ToList() : null;

    private static string Word(object? value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!;

    private static object? Plain(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}

/// <summary>Closes what has no parameter of its own.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StrayArgumentsAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) as StrayArguments ?? new StrayArguments(inputData);
}

using System;
using System.Collections;
using System.Management.Automation;

namespace DifyPS.Pipeline.Arguments;

/// <summary>
/// A table of names and values. What is none does not fail here, where the error would be PowerShell's and tell of types: the cmdlet says
/// what to type instead.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TableArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is null or IDictionary ? value : new NoTable(inputData!);
    }
}

/// <summary>Stands in the place of a table that was none. It shows nothing of what it holds, which may be a secret.</summary>
internal sealed class NoTable(object given) : Hashtable
{
    /// <summary>What was given.</summary>
    public object Given { get; } = given;
}

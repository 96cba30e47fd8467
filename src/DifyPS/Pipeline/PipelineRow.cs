using System;
using System.Management.Automation;
using DifyPS.Binding;

namespace DifyPS.Pipeline;

/// <summary>
/// An object that came through the pipeline, for a cmdlet to read from itself what PowerShell would not bind rightly. Closed to
/// everybody else: it may hold a key as text, and PowerShell shows what is bound to parameters.
/// </summary>
public sealed class PipelineRow
{
    private readonly PSObject? _row;

    internal PipelineRow(object? row) => _row = row is null ? null : PSObject.AsPSObject(row);

    /// <summary>
    /// Whether the row says yes to a switch: PowerShell takes a property without a value for yes, and is silent about text. No property,
    /// null, nothing and false are no; what says neither is an error of the row.
    /// </summary>
    internal bool IsYes(string property, string? app) => Truth.Of(Value(property)) ?? throw new DifyBindingException(
        "InvalidSwitch", ErrorCategory.InvalidArgument, Strings.FormatSwitchUnclear(property, app), Strings.SwitchUnclearAction, app);

    private object? Value(string property)
    {
        try
        {
            return _row?.Properties[property]?.Value;
        }
        catch (GetValueException)
        {
            return this; // Neither yes nor no.
        }
    }
}

/// <summary>Closes what comes through the pipeline.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PipelineRowArgumentAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) as PipelineRow ?? new PipelineRow(inputData);
}

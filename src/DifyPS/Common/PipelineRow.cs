using System;
using System.Globalization;
using System.Management.Automation;

namespace DifyPS.Common;

/// <summary>
/// An object that came through the pipeline, for a cmdlet to read from itself what PowerShell would not bind rightly. Closed to
/// everybody else: it may hold a key as text, and PowerShell shows what is bound to parameters.
/// </summary>
public sealed class PipelineRow
{
    private readonly PSObject? _row;

    internal PipelineRow(object? row) => _row = row is null ? null : PSObject.AsPSObject(row);

    /// <summary>The object with its wrapping, which may have properties of its own.</summary>
    internal PSObject? Object => _row;

    internal object? BaseObject => _row?.BaseObject;

    /// <summary>The text, of an object that is nothing but text.</summary>
    internal string? Text => _row?.BaseObject switch
    {
        string text => text,
        IFormattable or IConvertible or Uri => Convert.ToString(_row.BaseObject, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>
    /// Whether the row says yes to a switch: PowerShell takes a property without a value for yes, and is silent about text. No property,
    /// null, nothing and false are no; what says neither is an error of the row.
    /// </summary>
    internal bool IsYes(string property, string? app) => BooleanText.Of(Value(property)) ?? throw new DifyCommandException(
        "InvalidSwitch", ErrorCategory.InvalidArgument, Strings.FormatSwitchUnclear(property, app), Strings.SwitchUnclearAction, app);

    /// <summary>Whether the object has one of the properties, whatever it holds.</summary>
    internal bool Has(params string[] properties) => _row is not null && Array.Exists(properties, one => _row.Properties[one] is not null);

    /// <summary>Whether one of the properties says something.</summary>
    internal bool HasContent(params string[] properties) =>
        Array.Exists(properties, one => (Value(one) is PSObject wrapped ? wrapped.BaseObject : Value(one)) is { } value
            && !(value is string text && string.IsNullOrWhiteSpace(text)));

    /// <summary>The text of a property; null when there is none.</summary>
    internal string? TextOf(string property) => (Value(property) is PSObject wrapped ? wrapped.BaseObject : Value(property)) as string;

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

using System;
using System.Globalization;
using System.Management.Automation;

namespace DifyPS.Common;

/// <summary>What people and files write for yes and no.</summary>
internal static class BooleanText
{
    /// <summary>Yes or no; null for what says neither. Nothing at all is no.</summary>
    public static bool? Of(object? value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            null or DBNull => false,
            bool truth => truth,
            SwitchParameter given => given.IsPresent,
            string text => OfText(text.Trim()),
            IConvertible number when number.GetTypeCode() is >= TypeCode.SByte and <= TypeCode.Decimal => OfNumber(
                number.ToDouble(CultureInfo.InvariantCulture)
            ),
            _ => null,
        };

    private static bool? OfText(string text) => text switch
    {
        "" or "0" => false,
        "1" => true,
        _ => bool.TryParse(text, out var truth) ? truth : null,
    };

    private static bool? OfNumber(double number) => number switch
    {
        0 => false,
        1 => true,
        _ => null,
    };
}

/// <summary>
/// A switch that takes what a variable holds, as in <c>-Force:$answer</c>: PowerShell takes nothing for yes, and no text. Never on
/// one that a property may set: the error would have the whole row for its target. <see cref="PipelineRow"/> is for that.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TruthArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether a row of a list may say so, too: the cmdlet asks its <see cref="PipelineRow"/>.</summary>
    public bool OfRow { get; set; }

    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        new SwitchParameter(BooleanText.Of(inputData) ?? throw new ArgumentTransformationMetadataException(Strings.ArgumentNotTruth));
}

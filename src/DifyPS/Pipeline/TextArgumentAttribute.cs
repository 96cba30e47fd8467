using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using DifyPS.Binding;

namespace DifyPS.Pipeline;

/// <summary>
/// A text that is kept and shown, such as the name of a vault. It never fails, since the error would be PowerShell's: what is empty,
/// no text, or looks like a key becomes a <see cref="RefusedText"/>, which <see cref="DifyCmdlet.TryItem"/> finds.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal class TextArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is not IList list ? One(inputData)
            : list.Count == 0 ? Nothing
            : list.Count == 1 ? One(list[0])
            : Many ? list.Cast<object?>().Select(One).ToArray()
            : RefusedText.Of(value.GetType());
    }

    /// <summary>Whether the parameter takes several.</summary>
    public bool Many { get; set; }

    /// <summary>Whether what is empty means that nothing was given, as a cell of a list may be.</summary>
    public bool Optional { get; set; }

    private string Nothing => Optional ? string.Empty : RefusedText.Empty;

    /// <summary>Whether a text is not to be kept or repeated.</summary>
    protected virtual bool IsKey(string text) => KeyText.IsIn(text);

    /// <summary>The text of an object that is none itself; null when it has none.</summary>
    protected virtual string? TextOf(object value) => null;

    private string One(object? value)
    {
        var plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (plain is null)
            return Nothing;
        var text = plain as string
            ?? (plain is IFormattable or IConvertible or Uri ? Convert.ToString(plain, CultureInfo.InvariantCulture) : TextOf(value!));
        return text is null ? RefusedText.Of(plain.GetType())
            : string.IsNullOrWhiteSpace(text) ? Nothing
            : IsKey(text) ? RefusedText.Key
            : text;
    }
}

/// <summary>The name of an app, or an object that carries one: objects of this module, rows of a list.</summary>
internal sealed class AppNameArgumentAttribute : TextArgumentAttribute
{
    private readonly IReadOnlyList<string> _properties;

    /// <param name="properties">The properties that have the name, the parameter's own before its alias, as PowerShell looks for them.</param>
    public AppNameArgumentAttribute(params string[] properties) => _properties = properties;

    protected override string? TextOf(object value)
    {
        var row = PSObject.AsPSObject(value);
        foreach (var name in _properties)
        {
            try
            {
                if (row.BaseObject is not IDictionary && row.Properties[name]?.Value is { } found
                    && (found is PSObject wrapped ? wrapped.BaseObject : found) is string or IFormattable)
                    return Convert.ToString(found is PSObject one ? one.BaseObject : found, CultureInfo.InvariantCulture);
            }
            catch (GetValueException)
            {
                // A property that cannot be read tells no name.
            }
        }

        return null;
    }
}

/// <summary>An end user, by any id that is no key. What is empty, PowerShell refuses.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UserArgumentAttribute : TextArgumentAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        KeyText.Is((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) as string) ? RefusedText.Key : inputData;
}

/// <summary>The address of a server. Hosts of clouds begin like keys, so that only a key by itself is refused.</summary>
internal sealed class ServerArgumentAttribute : TextArgumentAttribute
{
    protected override bool IsKey(string text) => KeyText.Is(text);
}

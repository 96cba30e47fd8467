using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using DifyPS.Common;

namespace DifyPS.Pipeline.Arguments;

/// <summary>
/// A text that is kept and shown, such as an id or the name of a vault, or an object that has it for a property. It never fails,
/// since the error would be PowerShell's, with the whole row of a pipeline for its target: what is empty, no text, or looks like a
/// key becomes a <see cref="RefusedText"/>, which <see cref="DifyCmdlet.TryItem"/> finds.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal class TextArgumentAttribute : ArgumentTransformationAttribute
{
    private readonly IReadOnlyList<string> _properties;

    /// <param name="properties">The properties of an object that have the text, the parameter's own name before its aliases, as
    /// PowerShell looks for them.</param>
    public TextArgumentAttribute(params string[] properties) => _properties = properties;

    /// <summary>Whether the parameter takes several.</summary>
    public bool Many { get; set; }

    /// <summary>Whether what is empty means that nothing was given, as a cell of a list may be.</summary>
    public bool Optional { get; set; }

    /// <summary>
    /// Whether it chooses among many, so that an empty cell is a mistake: nobody who has an id of nothing means everything.
    /// </summary>
    public bool Narrows { get; set; }

    /// <summary>Whether a text that comes through the pipeline is meant for this parameter before any other.</summary>
    public virtual bool IsForText => false;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is not IList list ? One(inputData)
            : list.Count == 0 ? Nothing
            : list.Count == 1 ? One(list[0])
            : Many ? list.Cast<object?>().Select(One).ToArray()
            : RefusedText.Of(value.GetType());
    }

    private string Nothing => Optional ? string.Empty : RefusedText.Empty;

    /// <summary>Whether a text is not to be kept or repeated.</summary>
    protected virtual bool IsKey(string text) => KeyPattern.IsIn(text);

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
            : TextFor(text);
    }

    /// <summary>The text as the parameter takes it, or a <see cref="RefusedText"/>.</summary>
    protected virtual string TextFor(string text) => text;

    /// <summary>The text of an object that is none itself; null when it has none.</summary>
    protected virtual string? TextOf(object value) => TextOf(value, _properties) ?? (Optional && HasOne(value) ? string.Empty : null);

    private bool HasOne(object value) =>
        PSObject.AsPSObject(value) is { BaseObject: not IDictionary } row && _properties.Any(name => row.Properties[name] is not null);

    protected static string? TextOf(object value, IReadOnlyList<string> properties)
    {
        var row = PSObject.AsPSObject(value);
        foreach (var name in properties)
        {
            try
            {
                if (row.BaseObject is not IDictionary && row.Properties[name]?.Value is { } found
                    && (found is PSObject wrapped ? wrapped.BaseObject : found) is string or IFormattable)
                {
                    return Convert.ToString(found is PSObject one ? one.BaseObject : found, CultureInfo.InvariantCulture);
                }
            }
            catch (GetValueException)
            {
                // A property that cannot be read tells no text.
            }
        }

        return null;
    }
}

/// <summary>The name of an app, or an object that carries one: objects of this module, rows of a list.</summary>
internal sealed class AppNameArgumentAttribute : TextArgumentAttribute
{
    private static readonly string[] Name = ["Name"];

    public AppNameArgumentAttribute(params string[] properties)
        : base(properties)
    {
    }

    /// <summary>
    /// Whether a row with a Name has an app's name by it, as one of Get-DifyApp has. An object of a type of its own, such as a connection
    /// or a file, does not: what that is called is no app's name.
    /// </summary>
    public bool TakesNameOfRow { get; set; }

    protected override string? TextOf(object value) =>
        base.TextOf(value)
        ?? (TakesNameOfRow && PSObject.AsPSObject(value).BaseObject is PSCustomObject ? TextOf(value, Name) : null);
}

/// <summary>The name of a workspace connection, or an object that carries one.</summary>
internal sealed class WorkspaceNameArgumentAttribute : TextArgumentAttribute
{
    public WorkspaceNameArgumentAttribute(params string[] properties)
        : base(properties)
    {
    }
}

/// <summary>
/// An id that Dify gave, in its usual form. Whatever else is given is refused before anything is sent, and not repeated: it may be a key
/// in the wrong place.
/// </summary>
internal sealed class IdArgumentAttribute : TextArgumentAttribute
{
    public IdArgumentAttribute(params string[] properties)
        : base(properties)
    {
    }

    protected override string TextFor(string text) => Guid.TryParse(text.Trim(), out var id) ? id.ToString("D") : RefusedText.NoId;
}

/// <summary>
/// The id of something that an app keeps, such as a conversation. Whether it is one is told once the app is known, with where the ids of
/// that app are to be had: people give a title, or what was asked, in its place.
/// </summary>
internal sealed class KeptIdArgumentAttribute : TextArgumentAttribute
{
    public KeptIdArgumentAttribute(params string[] properties)
        : base(properties)
    {
    }

    protected override string TextFor(string text) => Guid.TryParse(text.Trim(), out var id) ? id.ToString("D") : text;
}

/// <summary>An end user, by any id that is no key.</summary>
internal sealed class UserArgumentAttribute : TextArgumentAttribute
{
}

/// <summary>The address of a server. Hosts of clouds begin like keys, so that only a key by itself is refused.</summary>
internal sealed class ServerArgumentAttribute : TextArgumentAttribute
{
    protected override bool IsKey(string text) => KeyPattern.Is(text);
}

/// <summary>
/// The paths of files. A folder may be called like a key; and no sign in the name of a file that comes as an object stands for others.
/// </summary>
internal sealed class PathArgumentAttribute : TextArgumentAttribute
{
    private static readonly string[] Exact = { "LiteralPath", "FullName", "PSPath" };

    private readonly bool _isPattern;

    public PathArgumentAttribute(string parameter)
        : base(parameter == Exact[0] ? Exact : new[] { parameter })
    {
        Many = true;
        _isPattern = parameter != Exact[0];
    }

    public override bool IsForText => true;

    protected override string? TextOf(object value) =>
        base.TextOf(value) ?? (_isPattern && TextOf(value, Exact) is { } path ? WildcardPattern.Escape(path) : null);

    protected override bool IsKey(string text) => KeyPattern.Is(text);
}

/// <summary>
/// What somebody says, which may be any text, and is that of any object. A row of a list says what its column of that name says: all
/// of it is not for an app's ears, and one with a key in it not at all.
/// </summary>
internal sealed class SayingArgumentAttribute : TextArgumentAttribute
{
    private readonly string[] _columns;

    public SayingArgumentAttribute(params string[] columns)
        : base(columns) => _columns = columns;

    public override bool IsForText => true;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or "" => RefusedText.Empty,
            PSCustomObject or IDictionary => TextOfRow(inputData!, value),
            IList { Count: 1 } list => Transform(engineIntrinsics, list[0]),
            IList => RefusedText.Of(value.GetType()),
            _ => inputData,
        };
    }

    private string TextOfRow(object row, object value)
    {
        return KeyPattern.IsInside(row) ? RefusedText.Key
            : TextOf(row, _columns) is { } text ? text.Trim().Length == 0 ? RefusedText.Empty : text
            : RefusedText.Of(value.GetType());
    }
}

/// <summary>What an app is called in Dify, which is nobody's name here.</summary>
internal sealed class RemoteNameArgumentAttribute : TextArgumentAttribute
{
    public RemoteNameArgumentAttribute(params string[] properties)
        : base(properties)
    {
    }
}

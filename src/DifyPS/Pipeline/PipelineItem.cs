using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Security;
using DifyPS.Common;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Pipeline;

/// <summary>
/// What an item of the pipeline gives to the parameters of a cmdlet: judged by their properties, since what PowerShell says was bound may
/// be of an earlier item.
/// </summary>
internal sealed class PipelineItem
{
    private static readonly ConcurrentDictionary<Type, ItemParameter[]> Known = new();

    private readonly DifyCmdlet _cmdlet;
    private readonly ItemParameter[] _parameters;
    private readonly object?[] _before;
    private readonly HashSet<string> _madeOfItems;

    /// <summary>Made before the first item, when the parameters have what stands where an item gives nothing.</summary>
    public PipelineItem(DifyCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        _parameters = Known.GetOrAdd(cmdlet.GetType(), static type => type.GetProperties()
            .Where(one => one.IsDefined(typeof(ParameterAttribute)) && one.PropertyType != typeof(PipelineRow))
            .Select(one => new ItemParameter(one))
            .Where(one => one.Argument is not null || one.IsOfItem)
            .ToArray());
        _before = Array.ConvertAll(_parameters, one => one.Property.GetValue(cmdlet));
        _madeOfItems = new HashSet<string>(
            _parameters.Select(one => one.Property).Where(one => IsMadeOfItems(one, cmdlet.MyInvocation)).Select(one => one.Name),
            StringComparer.OrdinalIgnoreCase
        );
    }

    /// <summary>
    /// Sees to it that an empty cell is no cell, and throws what is wrong with the texts that are there, or where nothing takes the item:
    /// a command that goes on without it would do something else than was asked for.
    /// </summary>
    public void Require()
    {
        ForgetEmptyCells();
        if (_cmdlet.InputObject is { } item && !_cmdlet.IsGiven(nameof(_cmdlet.InputObject)) && !IsTaken(item))
            throw NotTaken(item);
        RequireTexts();
    }

    /// <summary>
    /// What is empty in a row says as little as a column that is not there. On a command line it is a mistake.
    /// </summary>
    public void ForgetEmptyCells()
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            var one = _parameters[i];
            if (!one.IsOptional || IsGiven(one))
                continue;
            var value = one.Property.GetValue(_cmdlet);
            if (one.TakesWhole ? IsRefused(value) && !IsText && !HasCell(one) : IsEmpty(value))
                one.Property.SetValue(_cmdlet, _before[i]);
        }
    }

    // PowerShell says of a script block for a text that it is bound, and to something of its own, before there is an item.
    private static bool IsMadeOfItems(PropertyInfo parameter, InvocationInfo invocation) =>
        invocation.BoundParameters.TryGetValue(parameter.Name, out var bound)
        && bound is not null
        && !parameter.PropertyType.IsInstanceOfType(bound);

    /// <summary>Whether a script block on the command line makes the parameter's value of each item.</summary>
    public bool IsMadeOfItems(string parameter) => _madeOfItems.Contains(parameter);

    private bool IsGiven(ItemParameter one) => _cmdlet.IsGiven(one.Property.Name) && !IsMadeOfItems(one.Property.Name);

    private bool IsText => _cmdlet.InputObject?.Text is not null;

    // A row as a whole is no text. Whether it has the text that is meant is known by its columns.
    private bool HasCell(ItemParameter one) => _cmdlet.InputObject?.HasContent(one.Names) == true;

    private static bool IsEmpty(object? value) =>
        value switch
        {
            string text => text is "" or RefusedText.Empty,
            string[] { Length: 1 } list => list[0] is "" or RefusedText.Empty,
            SecureString { Length: 0 } secret => !ReferenceEquals(secret, SecureStringFromTextAttribute.NotText),
            _ => false,
        };

    private static bool IsRefused(object? value) =>
        (value as string ?? (value is string[] { Length: 1 } list ? list[0] : null)) is { } text
        && RefusedText.Is(text)
        && text != RefusedText.Key;

    private bool IsTaken(PipelineRow item)
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (_parameters[i].IsOfItem && !IsGiven(_parameters[i])
                && !Equals(_parameters[i].Property.GetValue(_cmdlet), _before[i]))
            {
                return true;
            }
        }

        // What is typed goes before what an object says, and the object is meant for the command all the same.
        return _cmdlet.TakesItem
            || (item.Text is null && Array.Exists(_parameters, one => one.IsOfItem && item.HasContent(one.Names)));
    }

    private DifyCommandException NotTaken(PipelineRow item)
    {
        var command = _cmdlet.MyInvocation.MyCommand.Name;
        var taken = _parameters.Where(one => one.IsOfItem).Select(one => "-" + one.Property.Name).ToList();
        // As PowerShell's own error, which cannot come: InputObject takes everything.
        return new DifyCommandException(
            "InputObjectNotBound",
            ErrorCategory.InvalidArgument,
            Strings.FormatInputNotTaken(item.BaseObject?.GetType().Name ?? "$null", command),
            taken.Count == 0
                ? Strings.FormatInputNeverTakenAction(command)
                : Strings.FormatInputNotTakenAction(command, string.Join(", ", taken))
        );
    }

    /// <summary>Throws where something stands in the place of an id that is none: a server says of it that it is not there.</summary>
    public void RequireIds(string app)
    {
        foreach (var one in _parameters)
        {
            if (one.Argument is KeptIdArgumentAttribute
                && one.Property.GetValue(_cmdlet) is string { Length: > 0 } text && !DifyId.Is(text))
            {
                throw ArgumentErrors.NoId(one.Property.Name, text, app);
            }
        }
    }

    private void RequireTexts()
    {
        var texts = _parameters.Where(one => one.Argument is not null).ToList();
        if (_cmdlet.InputObject?.Text is { } piped)
        {
            RequireOne(
                texts
                    .Where(one =>
                        !_cmdlet.IsGiven(one.Property.Name)
                        && one.Property.GetValue(_cmdlet) is var value
                        && (value as string ?? (value as string[])?.FirstOrDefault()) is { } text
                        && (text == piped || text == RefusedText.NoId || DifyId.AreSame(text, piped))
                    )
                    .ToList()
            );
        }
        foreach (var one in texts)
        {
            // A name is looked up, and refused there.
            if (one.Argument is AppNameArgumentAttribute)
                continue;
            var value = one.Property.GetValue(_cmdlet);
            if ((value as string ?? (value as string[])?.FirstOrDefault(RefusedText.Is)) is { } text && RefusedText.Is(text))
            {
                var isOfItem = _cmdlet.InputObject is not null && !IsGiven(one);
                throw OtherColumn(one, text) ?? RefusedText.Error(text, one.Property.Name, isOfItem);
            }
        }
    }

    // A row says what somebody says in a column that is called otherwise.
    private DifyCommandException? OtherColumn(ItemParameter one, string refused) =>
        one.Argument is SayingArgumentAttribute
        && !_cmdlet.IsGiven(one.Property.Name)
        && refused is not (RefusedText.Key or RefusedText.Empty)
        && _cmdlet.InputObject?.Object is { } row
            ? SayingColumn.Missing(_cmdlet, one.Property.Name, one.Names, row)
            : null;

    // PowerShell gives a text of the pipeline to each parameter that objects may fill. It is one of them at the most.
    private static void RequireOne(List<ItemParameter> filled)
    {
        if (filled.Count < 2)
            return;
        var missing = filled.Where(one => !one.Argument!.IsForText).Select(one => "-" + one.Property.Name).ToList();
        throw new DifyCommandException(
            "ParameterMissing",
            ErrorCategory.InvalidArgument,
            missing.Count == filled.Count
                ? Strings.FormatArgumentTextForSeveral(string.Join(", ", missing))
                : Strings.FormatArgumentMissing(string.Join(", ", missing)),
            Strings.FormatArgumentMissingAction(string.Join(", ", missing))
        );
    }

    /// <summary>A parameter that takes a text, or something of an item.</summary>
    private sealed class ItemParameter
    {
        public readonly PropertyInfo Property;

        /// <summary>What may be in its text; null where it takes none.</summary>
        public readonly TextArgumentAttribute? Argument;

        /// <summary>Whether an item may fill it.</summary>
        public readonly bool IsOfItem;

        /// <summary>Whether a column may fill it, and nothing else of an item.</summary>
        public readonly bool IsColumn;

        /// <summary>Whether the item as it is may fill it.</summary>
        public readonly bool TakesWhole;

        /// <summary>Whether an item may fill it, and none has to.</summary>
        public readonly bool IsOptional;

        /// <summary>What its column is called.</summary>
        public readonly string[] Names;

        public ItemParameter(PropertyInfo property)
        {
            Property = property;
            Argument = property.GetCustomAttribute<TextArgumentAttribute>();
            var uses = property.GetCustomAttributes<ParameterAttribute>().ToList();
            IsOfItem = uses.Any(one => one.ValueFromPipeline || one.ValueFromPipelineByPropertyName);
            TakesWhole = uses.Any(one => one.ValueFromPipeline);
            IsColumn = IsOfItem && !TakesWhole;
            // The name of what a cmdlet works on is not left out by an empty cell.
            IsOptional =
                IsOfItem
                && !uses.Any(one => one.Mandatory)
                && Argument is not { Narrows: true }
                && (!TakesWhole || Argument is WorkspaceNameArgumentAttribute { Many: false });
            Names = [property.Name, .. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []];
        }
    }
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Collections.Specialized;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Runs.Inputs;

namespace DifyPS.Commands;

/// <summary>
/// Parameters made of the input variables that an app declares, as the registry noted them. They are another way to write -Inputs:
/// what is given by them joins that table, and is checked there. So all of them take any object, and none is mandatory: pipelines,
/// defaults and -Inputs may fill a variable, and the note may be older than the app.
/// </summary>
internal sealed class InputParameters
{
    private readonly List<(string Variable, bool IsText, RuntimeDefinedParameter Parameter)> _variables = new();

    private InputParameters()
    {
    }

    /// <summary>What PowerShell is to add to the cmdlet's own parameters.</summary>
    public RuntimeDefinedParameterDictionary All { get; } = new();

    /// <summary>Those of the app; null where no name was given yet, or it declares nothing that can be a parameter. Never fails.</summary>
    /// <param name="cmdlet">The cmdlet's type.</param>
    /// <param name="app">The app that was named.</param>
    /// <param name="registry">Finds the registry.</param>
    public static InputParameters? Find(Type cmdlet, string? app, Func<AppRegistry> registry)
    {
        if (string.IsNullOrEmpty(app))
            return null;
        AppBinding? binding;
        try
        {
            binding = registry().Find(app!);
        }
        catch (Exception)
        {
            // Whatever is wrong with the registry, the cmdlet itself meets it again, and tells it.
            binding = null;
        }

        if (binding is null || WorksWithAttribute.Of(cmdlet, string.Empty)?.Fits(binding) == false)
            return null;
        if (binding.Inputs.Count == 0)
            return null;
        var made = new InputParameters();
        foreach (var variable in InputParameterNames.Usable(cmdlet, binding.Inputs))
            made.Add(variable);
        return made._variables.Count == 0 ? null : made;
    }

    /// <summary>The table with what was given by the parameters; the same table when nothing was.</summary>
    /// <exception cref="ArgumentException">A variable was given twice.</exception>
    public IDictionary? Join(IDictionary? inputs, Func<IEnumerable<object>> files)
    {
        var given = _variables.Where(one => one.Parameter.IsSet).ToList();
        if (given.Count == 0)
            return inputs;
        var names = NamesIn(inputs);
        var others = names.Select(name => (Name: name, Place: "-Inputs"))
            .Concat(
                files()
                    .OfType<IDictionary>().Where(table => !FileTable.IsReference(table))
                    .SelectMany(NamesIn).Select(name => (Name: name, Place: "-File"))
            )
            .ToList();
        foreach (var (variable, _, _) in given)
        {
            var twice = others.FirstOrDefault(one => string.Equals(one.Name, variable, StringComparison.OrdinalIgnoreCase));
            if (twice.Name is not null)
                throw new ArgumentException(Strings.FormatInputTwice(variable, twice.Place));
        }

        // As in a table that was written at the prompt, case does not count, unless -Inputs tells names apart by it.
        var isPlain = names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Count;
        var joined = new OrderedDictionary(isPlain ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        if (inputs is not null)
        {
            foreach (DictionaryEntry entry in inputs)
                joined[entry.Key.ToString()!] = entry.Value;
        }

        foreach (var (variable, isText, parameter) in given)
            joined[variable] = isText ? Typed(parameter.Value) : parameter.Value;
        return joined;
    }

    private static List<string> NamesIn(IDictionary? table) =>
        table is null ? new List<string>() : table.Keys.Cast<object>().Select(key => key.ToString()!).ToList();

    // 007 at the prompt is a number that knows how it was typed.
    private static object? Typed(object? value) =>
        value is PSObject { BaseObject: ValueType and not bool and not Enum and IConvertible } number
            ? LanguagePrimitives.ConvertTo<string>(number)
            : value;

    private void Add(DeclaredInput variable)
    {
        var parameter = new RuntimeDefinedParameter(
            variable.Variable,
            typeof(object),
            new Collection<Attribute>
            {
                new ParameterAttribute { HelpMessage = InputsCompleter.Describe(variable) },
                new ArgumentCompleterAttribute(typeof(InputValueCompleter)),
            }
        );
        All.Add(variable.Variable, parameter);
        _variables.Add((variable.Variable, AppForm.IsText(variable), parameter));
    }
}

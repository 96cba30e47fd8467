using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Runs.Inputs;

/// <summary>Holds what was given against what an app declares, or a form asks, and finds everything that is wrong at once.</summary>
internal sealed class FormFiller
{
    private readonly AppForm _form;
    private readonly bool _needsAll;
    private readonly UnassignedFiles _looseFiles;
    private readonly FilledForm _result;

    private FormFiller(AppForm form, bool needsAll, UnassignedFiles looseFiles)
    {
        _form = form;
        _result = new FilledForm(form);
        _needsAll = needsAll;
        _looseFiles = looseFiles;
    }

    /// <param name="form">What the app declares.</param>
    /// <param name="input">What was given.</param>
    /// <param name="needsAll">Whether required variables have to be there: a conversation that goes on has them already.</param>
    /// <param name="looseFiles">Where files go that were given without a variable.</param>
    public static FilledForm Fill(AppForm form, RunItem input, bool needsAll, UnassignedFiles looseFiles)
    {
        var filler = new FormFiller(form, needsAll, looseFiles);
        if (form.BeginsFilled)
            filler.Begin();
        if (input.Item is not null)
            filler.TakeItem(input);
        if (input.Given is not null)
            filler.TakeGiven(input.Given);
        if (input.Files is { Count: > 0 })
            filler.TakeFiles(input.Files);
        filler.Complete();
        return filler._result;
    }

    private void Begin()
    {
        foreach (var variable in _form.Variables)
        {
            if (variable.Type == "file-list")
                _result.Values[variable.Variable] = Array.Empty<object>();
            else if (variable.Default is not null || variable.Type == "paragraph")
                _result.Values[variable.Variable] = variable.Default ?? string.Empty;
        }
    }

    private void TakeItem(RunItem input)
    {
        var item = ItemReader.Read(input.Item!, _form);
        if (item.Files.Count > 0)
        {
            TakeFiles(item.Files);
            return;
        }

        foreach (var pair in item.Values)
            Take(_form.Find(pair.Key)!, pair.Value);
        if (item.Values.Count == 0 && _form.Variables.Count > 0 && input.Given is not { Count: > 0 } && item.Complaint is { } complaint)
            _result.Problems.Add(complaint);
    }

    private void TakeGiven(IDictionary given)
    {
        foreach (DictionaryEntry entry in given)
        {
            var name = entry.Key.ToString()!;
            if (_form.Find(name) is { } variable)
                Take(variable, entry.Value);
            else
                _result.Problems.Add(_form.BeginsFilled ? Strings.FormatFormFieldUnknown(name) : Strings.FormatInputUnknown(name));
        }
    }

    private void TakeFiles(IReadOnlyList<object> files)
    {
        foreach (var table in files.OfType<IDictionary>().Where(table => !FileTable.IsReference(table)))
        {
            foreach (DictionaryEntry entry in table)
            {
                var name = entry.Key.ToString()!;
                if (_form.Find(name) is not { } variable)
                    _result.Problems.Add(Strings.FormatInputUnknown(name));
                else if (!AppForm.IsFile(variable))
                    _result.Problems.Add(Strings.FormatInputTakesNoFile(variable.Variable, variable.Type));
                else
                    Take(variable, entry.Value);
            }
        }

        var loose = files.Where(file => file is not IDictionary table || FileTable.IsReference(table)).ToList();
        if (loose.Count > 0)
            TakeLoose(loose);
    }

    private void TakeLoose(List<object> files)
    {
        var variables = _form.FileVariables;
        if (_looseFiles == UnassignedFiles.Message || variables.Count == 0)
        {
            _result.Files.Add(new FileSlot(null, true, files));
        }
        else if (variables.Count == 1)
        {
            Take(variables[0], files);
        }
        else
        {
            _result.Problems.Add(
                Strings.FormatInputFileForWhich(
                    string.Join(", ", variables.Select(one => one.Variable)),
                    Quoting.Key(variables[0].Variable)
                )
            );
        }
    }

    private void Take(DeclaredInput variable, object? value)
    {
        if (AppForm.IsFile(variable))
        {
            TakeFile(variable, value);
            return;
        }

        var (result, problem) = ValueFitter.Fit(variable, PowerShellValues.ToPlain(variable.Type == "number" ? NumberOf(value) : value));
        if (problem is not null)
            _result.Problems.Add(problem);
        _result.Values[variable.Variable] = result ?? (_form.BeginsFilled ? string.Empty : null);
    }

    // Elsewhere an enumeration's value is its name.
    private static object? NumberOf(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) is Enum named
        ? Convert.ChangeType(named, Enum.GetUnderlyingType(named.GetType()), System.Globalization.CultureInfo.InvariantCulture)
        : value;

    private void TakeFile(DeclaredInput variable, object? value)
    {
        var files = FileTable.Flatten(value);
        _result.Files.RemoveAll(slot => slot.Variable == variable.Variable);
        if (files.Count == 0)
            return;
        var isList = variable.Type == "file-list";
        if (!isList && files.Count > 1)
            _result.Problems.Add(Strings.FormatInputOneFile(variable.Variable, files.Count));
        else if (isList && variable.MaxLength is { } most && files.Count > most)
            _result.Problems.Add(Strings.FormatInputFiles(variable.Variable, most, files.Count));
        _result.Files.Add(new FileSlot(variable.Variable, isList, files));
    }

    private void Complete()
    {
        if (!_needsAll)
            return;
        foreach (var variable in _form.Variables)
        {
            if (!variable.Required || IsThere(variable))
                continue;
            if (_form.BeginsFilled)
                _result.Problems.Add(Strings.FormatFormFieldEmpty(variable.Variable));
            else if (variable.Default is { Length: > 0 } value && !AppForm.IsFile(variable))
                _result.Values[variable.Variable] = ValueFitter.Fit(variable, value).Value;
            else
                _result.Problems.Add(Strings.FormatInputMissing(variable.Variable));
        }
    }

    private bool IsThere(DeclaredInput variable) =>
        _result.Files.Any(slot => slot.Variable == variable.Variable)
        || (_result.Values.TryGetValue(variable.Variable, out var value)
            && (value is not (null or "") || (_form.BeginsFilled && (variable.Type == "paragraph" || Equals(value, variable.Default)))));
}

using System;
using System.Collections.Generic;
using System.Linq;
using Dify.Client.Apps;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;

namespace DifyPS.Runs.Inputs;

/// <summary>
/// What is to be filled in: the input variables that an app declares and, when Dify was asked just now, its limits for files; or the
/// fields of a form that a run waits for.
/// </summary>
internal sealed class AppForm
{
    private readonly IReadOnlyList<InputVariable>? _fields;

    private AppForm(IReadOnlyList<DeclaredInput> variables, AppParameters? parameters, IReadOnlyList<InputVariable>? fields = null)
    {
        Variables = variables;
        Parameters = parameters;
        _fields = fields;
    }

    public IReadOnlyList<DeclaredInput> Variables { get; }

    /// <summary>What Dify said just now; null for a form as the registry noted it.</summary>
    public AppParameters? Parameters { get; }

    public bool IsFresh => Parameters is not null;

    /// <summary>As it was when the binding was last verified.</summary>
    public static AppForm FromBinding(AppBinding binding) => new(binding.Inputs, null);

    public static AppForm From(AppParameters parameters) => new(parameters.UserInputForm.Select(AppIdentity.Declare).ToList(), parameters);

    /// <summary>The fields of a form that a run waits for: Dify wants every one of them.</summary>
    public static AppForm Of(DifyHumanInputForm form, AppParameters? parameters) => new(
        form.Inputs.Select(field => new DeclaredInput
        {
            Variable = field.Name,
            Type = field.Type,
            Required = true,
            Default = field.Default,
            Options = field.Options,
            MaxLength = field.Type == "file-list" ? field.MaxFiles : null,
        }).ToList(),
        parameters,
        form.Inputs.Select(field => InputVariable.FromField(field.Field)).ToList());

    /// <summary>Whether it goes out as its page shows it: Dify's own page sends fields that nobody touched as they are.</summary>
    public bool BeginsFilled => _fields is not null;

    public DeclaredInput? Find(string name) =>
        Variables.FirstOrDefault(variable => variable.Variable == name)
        ?? Variables.FirstOrDefault(variable => string.Equals(variable.Variable, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The variable with all that Dify says about the files it takes.</summary>
    public InputVariable? FileVariable(string name) =>
        (_fields ?? Parameters?.UserInputForm)?.FirstOrDefault(variable => variable.Variable == name);

    public IReadOnlyList<DeclaredInput> FileVariables => Variables.Where(IsFile).ToList();

    public static bool IsFile(DeclaredInput variable) => variable.Type is "file" or "file-list";

    public static bool IsText(DeclaredInput variable) => variable.Type is "text-input" or "paragraph" or "select";

    /// <summary>The declared variables in a sentence.</summary>
    public string Describe(string app) => Variables.Count == 0
        ? Strings.FormatInputsNone(app)
        : Strings.FormatInputsDeclared(app, string.Join("; ", Variables.Select(Describe)));

    private static string Describe(DeclaredInput variable)
    {
        var traits = new List<string> { variable.Type };
        if (variable.Required)
            traits.Add(Strings.InputRequired);
        if (variable.MaxLength is { } most)
            traits.Add(variable.Type == "file-list" ? Strings.FormatInputMostFiles(most) : Strings.FormatInputMostCharacters(most));
        if (variable.Options is { Count: > 0 } options)
            traits.Add(Strings.FormatInputOneOf(string.Join(", ", options)));
        return $"{variable.Variable} ({string.Join(", ", traits)})";
    }
}

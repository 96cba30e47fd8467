using System;
using System.Collections.Generic;
using System.Linq;
using Dify.Client.Apps;
using DifyPS.Binding;

namespace DifyPS.Inputs;

/// <summary>What an app asks for: the input variables that it declares and, when Dify was asked just now, its limits for files.</summary>
internal sealed class AppForm
{
    private AppForm(IReadOnlyList<DeclaredInput> variables, AppParameters? parameters)
    {
        Variables = variables;
        Parameters = parameters;
    }

    public IReadOnlyList<DeclaredInput> Variables { get; }

    /// <summary>What Dify said just now; null for a form as the registry noted it.</summary>
    public AppParameters? Parameters { get; }

    public bool IsFresh => Parameters is not null;

    /// <summary>As it was when the binding was last verified.</summary>
    public static AppForm Noted(AppBinding binding) => new(binding.Inputs, null);

    public static AppForm From(AppParameters parameters) => new(parameters.UserInputForm.Select(AppIdentity.Declare).ToList(), parameters);

    public DeclaredInput? Find(string name) =>
        Variables.FirstOrDefault(variable => variable.Variable == name)
        ?? Variables.FirstOrDefault(variable => string.Equals(variable.Variable, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The variable with all that Dify says about the files it takes.</summary>
    public InputVariable? FileVariable(string name) => Parameters?.UserInputForm.FirstOrDefault(variable => variable.Variable == name);

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

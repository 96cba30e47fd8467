using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DifyPS.Bindings.Registry;

namespace DifyPS.Completion;

/// <summary>Completes values that an app knows, such as the ids of what it keeps. It never prompts and never fails.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    private protected ValueCompleter()
    {
    }

    /// <summary>Gives the values that fit the word, by themselves or by their titles.</summary>
    /// <param name="commandName">The command being typed.</param>
    /// <param name="parameterName">The parameter being typed.</param>
    /// <param name="wordToComplete">What is there so far, maybe quoted.</param>
    /// <param name="commandAst">The command's syntax tree.</param>
    /// <param name="fakeBoundParameters">The parameters given so far.</param>
    /// <returns>A result a value, with what people know it by as its tooltip.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Suggestion.Fitting(wordToComplete, Suggest(new CompletionContext(fakeBoundParameters)), AsArgument);

    /// <summary>The value as the parameter takes it.</summary>
    private protected virtual string AsArgument(string value) => value;

    private protected abstract IEnumerable<Suggestion> Suggest(CompletionContext typed);

    /// <summary>None of an app that has no such things.</summary>
    private protected static bool Fits(AppBinding binding, string[] modes) =>
        binding is { IsKnowledge: false } && (binding.Mode is null || modes.Contains(binding.Mode, StringComparer.Ordinal));
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DifyPS.Completion;

/// <summary>
/// Completes a parameter that stands for an input variable with the values that the app declares, from the registry alone. It only
/// offers them: the app may have got others since.
/// </summary>
public sealed class InputValueCompleter : IArgumentCompleter
{
    /// <summary>Gives the variable's options, <c>$true</c> and <c>$false</c>, or its default.</summary>
    /// <param name="commandName">The command being typed.</param>
    /// <param name="parameterName">The parameter, which is the variable's name.</param>
    /// <param name="wordToComplete">What is there so far.</param>
    /// <param name="commandAst">The command's syntax tree.</param>
    /// <param name="fakeBoundParameters">The parameters given so far.</param>
    /// <returns>A result a value.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        TableValues.Of(
            new CompletionContext(fakeBoundParameters).App?.Inputs.FirstOrDefault(input =>
                string.Equals(input.Variable, parameterName, StringComparison.OrdinalIgnoreCase)
            ),
            wordToComplete
        );
}

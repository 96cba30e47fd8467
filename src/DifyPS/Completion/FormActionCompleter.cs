using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using Dify.Client.HumanInput;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes the actions of a form: of the one that is named, else of the app's that were seen last.</summary>
public sealed class FormActionCompleter : IArgumentCompleter
{
    /// <summary>Gives the actions that begin with the word.</summary>
    /// <param name="commandName">The command being typed.</param>
    /// <param name="parameterName">The parameter being typed.</param>
    /// <param name="wordToComplete">What is there so far.</param>
    /// <param name="commandAst">The command's syntax tree.</param>
    /// <param name="fakeBoundParameters">The parameters given so far.</param>
    /// <returns>A result an action, with its label as its tooltip.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var word = Quoting.Unquote(wordToComplete);
        return Forms(new CompletionContext(fakeBoundParameters))
            .SelectMany(form => form.Actions)
            .GroupBy(action => action.Id).Select(group => group.First())
            .Where(action => action.Id.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(action => new Suggestion(action.Id, null, action.Title).ToResult(Quoting.Quote(action.Id)))
            .ToList();
    }

    private static IReadOnlyList<DifyHumanInputForm> Forms(CompletionContext typed)
    {
        var token = typed.Text("FormToken");
        var seen = CompletionCache.FormsOf(typed.AppName, token);
        if (seen.Count > 0 || token is null || typed.App is not { } binding)
            return seen;
        var form = CompletionQuery.Ask(binding, "form " + token, (client, cancel) => client.HumanInput.GetFormAsync(token, cancel));
        return form is null ? seen : new[] { new DifyHumanInputForm(binding.Name, binding.User, null, token, form) };
    }
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes ids of workspaces that connections are for, from the registry file alone.</summary>
public sealed class WorkspaceIdCompleter : IArgumentCompleter
{
    /// <summary>Gives the ids that begin with the word, or whose workspaces' names do.</summary>
    /// <param name="commandName">The command being typed.</param>
    /// <param name="parameterName">The parameter being typed.</param>
    /// <param name="wordToComplete">What is there so far, maybe quoted.</param>
    /// <param name="commandAst">The command's syntax tree.</param>
    /// <param name="fakeBoundParameters">The parameters given so far.</param>
    /// <returns>A result a workspace, with its name.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    )
    {
        var word = NameComparer.Compose(Quoting.Unquote(wordToComplete));
        return WorkspaceCompletionQuery
            .Connections()
            .Where(one => Begins(one.WorkspaceId, word) || Begins(one.WorkspaceName ?? string.Empty, word))
            .GroupBy(one => one.WorkspaceId, StringComparer.OrdinalIgnoreCase)
            .Select(group => group.First())
            .OrderBy(one => one.WorkspaceName, AppName.Comparer)
            .Select(one => new CompletionResult(
                Quoting.Quote(one.WorkspaceId),
                Suggestion.Shown(one.WorkspaceName ?? one.WorkspaceId, Quoting.Quote(one.WorkspaceId)),
                CompletionResultType.ParameterValue,
                DisplayFormat.Line(Strings.FormatTooltipWorkspaceId(one.WorkspaceName ?? one.WorkspaceId, new Uri(one.Server).Authority))
            ))
            .ToList();
    }

    private static bool Begins(string text, string word) =>
        NameComparer.Compose(text).StartsWith(word, StringComparison.OrdinalIgnoreCase);
}

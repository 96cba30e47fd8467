using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes names of workspace connections, from the registry file alone: no vault is opened and nothing is sent.</summary>
public class WorkspaceNameCompleter : IArgumentCompleter
{
    /// <summary>Gives the names that begin with the word, then those that contain it.</summary>
    /// <param name="commandName">The command being typed.</param>
    /// <param name="parameterName">The parameter being typed.</param>
    /// <param name="wordToComplete">What is there so far, maybe quoted.</param>
    /// <param name="commandAst">The command's syntax tree.</param>
    /// <param name="fakeBoundParameters">The parameters given so far.</param>
    /// <returns>A result a name, with the workspace, the account and the server as its tooltip.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        NameSuggestions.Fitting(
            Quoting.Unquote(wordToComplete),
            WorkspaceCompletionQuery.Connections(),
            static one => one.Name,
            AsArgument,
            Describe
        );

    /// <summary>The name as the parameter takes it.</summary>
    private protected virtual string AsArgument(string name) => name;

    private static string Describe(WorkspaceConnection one) =>
        DisplayFormat.Line(
            Strings.FormatTooltipWorkspace(
                one.WorkspaceName ?? one.WorkspaceId,
                one.Account ?? WaysIn.Describe(one.Way),
                new Uri(one.Server).Authority
            )
        );
}

/// <summary>Completes names of connections where wildcards are welcome: those of a name stand for themselves.</summary>
public sealed class WorkspaceNamePatternCompleter : WorkspaceNameCompleter
{
    private protected override string AsArgument(string name) => WildcardPattern.Escape(name);
}

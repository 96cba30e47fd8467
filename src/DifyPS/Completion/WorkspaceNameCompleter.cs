using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces;
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
    )
    {
        IReadOnlyList<WorkspaceConnection> connections;
        try
        {
            connections = AppRegistry.Current.Workspaces;
        }
        catch (DifyCommandException)
        {
            // Tab is no place for an error; the command itself will tell it.
            return [];
        }

        var word = NameComparer.Compose(Quoting.Unquote(wordToComplete));
        return connections
            .Select(one => (one, at: NameComparer.Compose(one.Name).IndexOf(word, StringComparison.OrdinalIgnoreCase)))
            .Where(pair => pair.at >= 0)
            .OrderBy(pair => pair.at > 0)
            .ThenBy(pair => pair.one.Name, AppName.Comparer)
            .Select(pair => new CompletionResult(
                Quoting.Quote(AsArgument(pair.one.Name)),
                Suggestion.Shown(pair.one.Name, Quoting.Quote(pair.one.Name)),
                CompletionResultType.ParameterValue,
                Describe(pair.one)
            ))
            .ToList();
    }

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

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes what a workspace knows. It opens no vault, never prompts and never fails.</summary>
public abstract class WorkspaceValueCompleter : IArgumentCompleter
{
    private protected WorkspaceValueCompleter()
    {
    }

    /// <summary>Gives the values that fit the word.</summary>
    /// <param name="commandName">The command being typed.</param>
    /// <param name="parameterName">The parameter being typed.</param>
    /// <param name="wordToComplete">What is there so far, maybe quoted.</param>
    /// <param name="commandAst">The command's syntax tree.</param>
    /// <param name="fakeBoundParameters">The parameters given so far.</param>
    /// <returns>A result a value.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        WorkspaceCompletionQuery.ConnectionOf(new CompletionContext(fakeBoundParameters)) is { } connection
            ? Complete(connection, Quoting.Unquote(wordToComplete))
            : [];

    private protected abstract IEnumerable<CompletionResult> Complete(WorkspaceConnection connection, string word);

    /// <summary>Names where wildcards are welcome.</summary>
    private protected static IEnumerable<CompletionResult> Names(IEnumerable<(string Name, string? Tip)> names, string word) =>
        NameSuggestions.Fitting(
            word,
            names.Where(one => one.Name.Length > 0),
            static one => one.Name,
            WildcardPattern.Escape,
            static one => DisplayFormat.Line(one.Tip)
        );

    private protected static string? Describe(string? mode) => mode is null ? null : AppModes.Describe(mode);
}

/// <summary>Completes names of apps of a workspace, with their modes.</summary>
public sealed class WorkspaceAppNameCompleter : WorkspaceValueCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(WorkspaceConnection connection, string word) =>
        Names(
            WorkspaceCompletionQuery
                .Apps(connection, word)
                .GroupBy(app => app.Name, StringComparer.Ordinal)
                .Select(group => (group.Key, (string?)string.Join(", ", group.Select(app => Describe(app.Mode)).Distinct()))),
            word
        );
}

/// <summary>Completes ids of apps of a workspace, by the id or by the name.</summary>
public sealed class WorkspaceAppIdCompleter : WorkspaceValueCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(WorkspaceConnection connection, string word)
    {
        // A word may begin an id as well as a name: the server looks for names only.
        var isId = word.All(c => Uri.IsHexDigit(c) || c == '-');
        var apps = WorkspaceCompletionQuery.Apps(connection, isId ? string.Empty : word);
        return Suggestion.Fitting(word, apps.Select(app => new Suggestion(app.AppId, app.Name, Describe(app.Mode))));
    }
}

/// <summary>Completes tags of apps of a workspace.</summary>
public sealed class WorkspaceTagCompleter : WorkspaceValueCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(WorkspaceConnection connection, string word) =>
        Names(WorkspaceCompletionQuery.Tags(connection).Select(tag => (tag, (string?)null)), word);
}

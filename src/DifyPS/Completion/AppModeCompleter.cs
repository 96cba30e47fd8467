using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DifyPS.Bindings.Identity;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes app modes. Not a ValidateSet: a mode that Dify adds tomorrow is a mode too.</summary>
public class AppModeCompleter : IArgumentCompleter
{
    /// <summary>Gives the modes that begin with the word.</summary>
    /// <param name="commandName">The command being typed.</param>
    /// <param name="parameterName">The parameter being typed.</param>
    /// <param name="wordToComplete">What is there so far.</param>
    /// <param name="commandAst">The command's syntax tree.</param>
    /// <param name="fakeBoundParameters">The parameters given so far.</param>
    /// <returns>A result a mode, with what people call it as its tooltip.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) =>
        Modes
            .Where(mode => mode.StartsWith(Quoting.Unquote(wordToComplete), StringComparison.OrdinalIgnoreCase))
            .Select(mode => new CompletionResult(Quoting.Quote(mode), mode, CompletionResultType.ParameterValue, AppModes.Describe(mode)));

    private protected virtual IEnumerable<string> Modes => AppModes.All;
}

/// <summary>Completes modes of apps of a workspace, where knowledge is no app.</summary>
public sealed class WorkspaceAppModeCompleter : AppModeCompleter
{
    private protected override IEnumerable<string> Modes => AppModes.All.Where(mode => mode != AppModes.Knowledge);
}

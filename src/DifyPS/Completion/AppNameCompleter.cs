using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Completion;

/// <summary>Completes names of apps that fit the command, from the registry file alone: no vault is opened and nothing is sent.</summary>
public class AppNameCompleter : IArgumentCompleter
{
    /// <summary>Gives the names that begin with the word, then those that contain it.</summary>
    /// <param name="commandName">The command being typed.</param>
    /// <param name="parameterName">The parameter being typed.</param>
    /// <param name="wordToComplete">What is there so far, maybe quoted.</param>
    /// <param name="commandAst">The command's syntax tree.</param>
    /// <param name="fakeBoundParameters">The parameters given so far.</param>
    /// <returns>A result a name, with the app's mode, name and server as its tooltip.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        IReadOnlyList<AppBinding> apps;
        try
        {
            apps = AppRegistry.Current.Apps;
        }
        catch (DifyCommandException)
        {
            // Tab is no place for an error; the command itself will tell it.
            return Array.Empty<CompletionResult>();
        }

        var fitting = apps.Where(app => WorksWithAttribute.MayFit(commandName, app));
        return NameSuggestions.Fitting(Quoting.Unquote(wordToComplete), fitting, static app => app.Name, AsArgument, Describe);
    }

    /// <summary>The name as the parameter takes it.</summary>
    private protected virtual string AsArgument(string name) => name;

    private static string Describe(AppBinding app) => app.IsVerified
        ? DisplayFormat.Line(Strings.FormatTooltipApp(AppModes.Describe(app.Mode!), app.RemoteName, new Uri(app.Server).Authority))
        : Strings.FormatTooltipAppUnverified(new Uri(app.Server).Authority);
}

/// <summary>Completes app names where wildcards are welcome: those of a name stand for themselves.</summary>
public sealed class AppNamePatternCompleter : AppNameCompleter
{
    private protected override string AsArgument(string name) => WildcardPattern.Escape(name);
}

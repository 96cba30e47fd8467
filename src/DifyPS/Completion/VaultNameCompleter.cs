using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Threading;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes vault names from SecretManagement's own list; no vault is opened.</summary>
public sealed class VaultNameCompleter : IArgumentCompleter
{
    // As long as somebody at the prompt would not notice. A vault that is asked in another runspace may take any time.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    /// <summary>Gives the registered vaults whose names begin with the word.</summary>
    /// <param name="commandName">The command being typed.</param>
    /// <param name="parameterName">The parameter being typed.</param>
    /// <param name="wordToComplete">What is there so far, maybe quoted.</param>
    /// <param name="commandAst">The command's syntax tree.</param>
    /// <param name="fakeBoundParameters">The parameters given so far.</param>
    /// <returns>A result a vault.</returns>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var word = Quoting.Unquote(wordToComplete);
        using var turn = VaultGate.TryAcquire(Patience, CancellationToken.None);
        if (turn is null)
            return [];
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        var vaults = shell
            .AddCommand("Microsoft.PowerShell.SecretManagement\\Get-SecretVault")
            .AddParameter("ErrorAction", ActionPreference.Ignore)
            .Invoke();
        return vaults
            .Select(vault =>
                (
                    name: vault.Properties["Name"]?.Value?.ToString() ?? string.Empty,
                    module: vault.Properties["ModuleName"]?.Value?.ToString()
                )
            )
            .Where(vault => DisplayFormat.Line(vault.name).Length > 0 && vault.name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .OrderBy(vault => vault.name, AppName.Comparer)
            .Select(vault => new CompletionResult(
                Quoting.Quote(vault.name), DisplayFormat.Line(vault.name), CompletionResultType.ParameterValue,
                string.IsNullOrEmpty(vault.module) ? DisplayFormat.Line(vault.name) : vault.module))
            .ToList();
    }
}

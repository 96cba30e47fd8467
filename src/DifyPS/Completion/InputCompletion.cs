using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>
/// Completion within <c>-Inputs @{ }</c>, for a session that asks for it. PowerShell asks no completer within a table, so the
/// name that its prompt completes lines by has to lead here: an alias, which a module of its own exports, so that the engine takes
/// it away again and no scope is missed. The function of that name is left alone.
/// </summary>
internal static class InputCompletion
{
    public const string Function = "TabExpansion2";

    private const string Module = "DifyPS.InputCompletion";

    // The engine's own commands only: a session may have no others.
    private const string Import = """
        param($name, $function)
        Microsoft.PowerShell.Core\Import-Module -Global -Force -DisableNameChecking -ModuleInfo (
            Microsoft.PowerShell.Core\New-Module -Name $name -ArgumentList $function -ScriptBlock {
            param($function)
            ${alias:TabExpansion2} = 'DifyPS\Complete-DifyCommandLine'
            Microsoft.PowerShell.Core\Export-ModuleMember -Alias $function
        })
        """;

    /// <summary>Whether the session has it.</summary>
    public static bool IsOn(PSCmdlet cmdlet) => Alias(cmdlet) is { } alias && alias.ModuleName == Module;

    /// <summary>Switches it on; throws <c>InputCompletionTaken</c> where the person has an alias of this name.</summary>
    public static void Enable(PSCmdlet cmdlet)
    {
        if (Alias(cmdlet) is { } alias)
        {
            if (alias.ModuleName == Module)
                return;
            throw new DifyCommandException(
                "InputCompletionTaken", ErrorCategory.ResourceExists,
                Strings.FormatInputCompletionTaken(Function, alias.Definition), Strings.FormatInputCompletionTakenAction(Function));
        }

        cmdlet.InvokeCommand.InvokeScript(true, ScriptBlock.Create(Import), null, Module, Function);
    }

    /// <summary>Switches it off in the session of this thread, where it is on.</summary>
    public static void Disable()
    {
        if (Runspace.DefaultRunspace is null)
            return;
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell
            .AddCommand("Microsoft.PowerShell.Core\\Remove-Module")
            .AddParameter("Name", Module)
            .AddParameter("ErrorAction", ActionPreference.Ignore)
            .Invoke();
    }

    private static AliasInfo? Alias(PSCmdlet cmdlet) => cmdlet.InvokeCommand.GetCommand(Function, CommandTypes.Alias) as AliasInfo;
}

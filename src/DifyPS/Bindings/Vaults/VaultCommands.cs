using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using DifyPS.Common;

namespace DifyPS.Bindings.Vaults;

/// <summary>What a command of SecretManagement gave, and what it complained about.</summary>
internal sealed record VaultAnswer(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors);

/// <summary>
/// Runs commands of Microsoft.PowerShell.SecretManagement in the runspace of the cmdlet, one at a time in a process. Keys
/// pass as SecureString objects, never as text, so that no log of commands can hold one.
/// </summary>
internal sealed class VaultCommands
{
    private const string Module = "Microsoft.PowerShell.SecretManagement\\";

    // Scripts that use SecretManagement themselves take no turn here. Theirs is over soon.
    private static readonly TimeSpan BusyPatience = TimeSpan.FromSeconds(30);

    private const int FirstWait = 10;
    private const int LongestWait = 200;

    private readonly PSCmdlet _cmdlet;
    private readonly CancellationToken _stop;

    public VaultCommands(PSCmdlet cmdlet, CancellationToken stop) => (_cmdlet, _stop) = (cmdlet, stop);

    public VaultAnswer Run(string command, params (string Name, object Value)[] parameters)
    {
        using var turn = AcquireTurn();
        if (!turn.IsNested)
            SecretStoreCacheRefresh.Refresh();
        var waited = Stopwatch.StartNew();
        for (var wait = FirstWait; ; wait = Math.Min(wait * 2, LongestWait))
        {
            var answer = Invoke(command, parameters);
            // Within a vault's own function it is that function which keeps SecretManagement busy.
            if (turn.IsNested || waited.Elapsed > BusyPatience || !answer.Errors.Any(VaultErrors.SaysBusy))
                return answer;
            Wait(TimeSpan.FromMilliseconds(wait));
        }
    }

    /// <summary>Waits, unless the cmdlet is told to stop.</summary>
    public void Wait(TimeSpan time)
    {
        if (_stop.WaitHandle.WaitOne(time))
            throw new PipelineStoppedException();
    }

    private VaultGate AcquireTurn()
    {
        try
        {
            return VaultGate.Acquire(_stop);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private VaultAnswer Invoke(string command, (string Name, object Value)[] parameters)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        // Whatever the session prefers, errors are to be seen here, and to neither stop this nor be shown.
        shell.AddCommand(Module + command).AddParameter("ErrorAction", ActionPreference.Continue);
        foreach (var (name, value) in parameters)
            shell.AddParameter(name, value);
        if (command is "Set-Secret" or "Set-SecretInfo" or "Remove-Secret")
        {
            SecretStoreCacheRefresh.Forget();
            // The question was asked by our own cmdlet; once is enough.
            shell.AddParameter("Confirm", false).AddParameter("WhatIf", false);
        }

        try
        {
            var output = shell.Invoke();
            var errors = shell.Streams.Error.ToList();
            Forget(errors);
            if (shell.InvocationStateInfo.State == PSInvocationState.Stopped)
                errors.Add(Unanswered());
            return new VaultAnswer(output, errors);
        }
        catch (CommandNotFoundException e)
        {
            throw new DifyCommandException(
                "SecretManagementMissing", ErrorCategory.NotInstalled,
                Strings.SecretManagementMissing,
                Strings.SecretManagementMissingAction,
                innerException: e);
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (RuntimeException e)
        {
            return new VaultAnswer([], [e.ErrorRecord]);
        }
    }

    // A vault that asks for its password where input has ended is stopped as by Ctrl+C, without a word.
    private ErrorRecord Unanswered() => _cmdlet.Stopping
        ? throw new PipelineStoppedException()
        : new ErrorRecord(
            new InvalidOperationException(Strings.VaultNotAnswered), "VaultNotAnswered", ErrorCategory.PermissionDenied, null);

    // What is told, if anything, is told in our own words; $Error is not the place for a look into a vault.
    private void Forget(List<ErrorRecord> errors)
    {
        if (errors.Count == 0 || _cmdlet.SessionState.PSVariable.GetValue("global:Error") is not ArrayList noted)
            return;
        foreach (var error in errors)
            noted.Remove(error);
    }
}

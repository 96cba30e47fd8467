using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Tour.Hosting;

namespace DifyPS.Tour;

/// <summary>A real PowerShell to play on in: with all its commands, its editor and its Tab.</summary>
internal static class PowerShellPrompt
{
    // The module that stands in for SecretManagement first, so that a person's own vaults stay out of it.
    private const string Script = """
        param([string] $StandIn, [string] $Manifest, [string] $Server)
        $env:PSModulePath = $StandIn + [System.IO.Path]::PathSeparator + $env:PSModulePath
        Import-Module (Join-Path $StandIn 'Microsoft.PowerShell.SecretManagement/Microsoft.PowerShell.SecretManagement.psd1')
        Import-Module $Manifest
        function prompt { 'PS DifyPS> ' }
        "This is PowerShell $($PSVersionTable.PSVersion). The simulator is still up at $Server, with the apps 'cat' and 'dog'. 'exit' leaves."
        """;

    /// <summary>Runs it until the person leaves.</summary>
    /// <returns>False where this machine has no PowerShell that will do, and could not fetch one.</returns>
    public static async Task<bool> RunAsync(string server, string folder)
    {
        if (await FindAsync().ConfigureAwait(false) is not { } command)
            return false;
        var file = Path.Combine(folder, "prompt.ps1");
        await File.WriteAllTextAsync(file, Script).ConfigureAwait(false);
        var start = PowerShellTool.Start(
            command,
            "-NoProfile",
            "-NoLogo",
            "-NoExit",
            "-ExecutionPolicy",
            "Bypass",
            "-File",
            file,
            Session.StandInFolder,
            Session.ManifestPath,
            server
        );
        // This process's sessions know the stand-in only; a real PowerShell needs its own modules.
        start.Environment.Remove("PSModulePath");
        using var process = Process.Start(start)!;
        // Ctrl+C is for what runs at the prompt.
        ConsoleCancelEventHandler keep = static (_, pressed) => pressed.Cancel = true;
        Console.CancelKeyPress += keep;
        await process.WaitForExitAsync().ConfigureAwait(false);
        Console.CancelKeyPress -= keep;
        return true;
    }

    /// <summary>The words that start a PowerShell for which the module is made: the one on the PATH, or the .NET tool.</summary>
    private static async Task<IReadOnlyList<string>?> FindAsync()
    {
        if (PowerShellTool.FindOnPath("pwsh") is { } installed && await WillDoAsync([installed]).ConfigureAwait(false))
            return [installed];
        var (tool, _) = await PowerShellTool.RestoreAsync(CancellationToken.None).ConfigureAwait(false);
        return tool.Count > 0 && await WillDoAsync(tool).ConfigureAwait(false) ? tool : null;
    }

    private static async Task<bool> WillDoAsync(IReadOnlyList<string> command)
    {
        var start = PowerShellTool.Start(
            command,
            "-NoProfile",
            "-NonInteractive",
            "-Command",
            "exit [int] ($PSVersionTable.PSVersion -lt [version] '7.4')"
        );
        try
        {
            return (await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(1), CancellationToken.None).ConfigureAwait(false)).ExitCode
                == 0;
        }
        catch (Exception e) when (e is TimeoutException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell;

namespace DifyPS.Tour.Hosting;

/// <summary>What a command gave, what it complained about, and what was on the screen.</summary>
public sealed record SessionResult(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, string Text)
{
    /// <summary>The first error's id without the command's name, or null.</summary>
    public string? ErrorId => Errors.Count == 0 ? null : Errors[0].FullyQualifiedErrorId.Split(',')[0];
}

/// <summary>A PowerShell session in this process: the real engine, the module from its manifest, and vaults in memory.</summary>
public sealed class Session : IDisposable
{
    private readonly Runspace _runspace;
    private volatile PowerShell? _running;

    /// <summary>Opens a session and imports the module.</summary>
    /// <param name="text">Where the session shows what it shows.</param>
    /// <param name="importModule">False for a session that does not have the module yet.</param>
    public Session(ShownText? text = null, bool importModule = true)
    {
        Text = text ?? new ShownText(null);
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        _runspace = RunspaceFactory.CreateRunspace(new SessionHost(Text), state);
        _runspace.Open();
        // Opening puts the machine's own module folders into the path. This session knows the stand-in only,
        // so that no tour and no test ever opens a person's own vault.
        Environment.SetEnvironmentVariable("PSModulePath", StandInFolder);
        if (importModule)
            Import();
    }

    /// <summary>The manifest that the build laid the module out for.</summary>
    public static string ManifestPath { get; } = typeof(Session).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ModuleManifest").Value!;

    /// <summary>The folder with the module that stands in for SecretManagement.</summary>
    public static string StandInFolder { get; } = Path.Combine(AppContext.BaseDirectory, "StandIn");

    /// <summary>What the session showed.</summary>
    public ShownText Text { get; }

    /// <summary>The runspace itself, for tests that need more than commands.</summary>
    public Runspace Runspace => _runspace;

    /// <summary>Imports the module, as people do.</summary>
    public void Import()
    {
        using var shell = NewShell();
        shell.AddCommand("Import-Module").AddParameter("Name", ManifestPath).AddParameter("ErrorAction", "Stop").Invoke();
    }

    /// <summary>Sets a variable without a command that would show its value.</summary>
    public void SetVariable(string name, object value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>A shell of this session.</summary>
    public PowerShell NewShell()
    {
        var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        return shell;
    }

    /// <summary>Runs a command and gives its objects; errors are collected, also one that ends it.</summary>
    public SessionResult Run(string script, IEnumerable<object>? input = null)
    {
        using var shell = NewShell();
        shell.AddScript(script);
        return Invoke(shell, input);
    }

    /// <summary>Runs a command as typed at a prompt: what it gives, and its errors, are formatted and shown too.</summary>
    public SessionResult Show(string script)
    {
        var start = Text.Length;
        var result = Run(script);
        using var shell = NewShell();
        shell.AddCommand("Out-Default").Invoke(result.Output.Concat(result.Errors.Select(PSObject.AsPSObject)));
        return result with { Text = Text.From(start) };
    }

    /// <summary>Stops the command that runs, if one does, as Ctrl+C would, and does not wait for it.</summary>
    public void Stop() => _running?.BeginStop(null, null);

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private SessionResult Invoke(PowerShell shell, IEnumerable<object>? input)
    {
        var start = Text.Length;
        var output = new List<PSObject>();
        var errors = new List<ErrorRecord>();
        _running = shell;
        try
        {
            output.AddRange(input is null ? shell.Invoke() : shell.Invoke(input));
        }
        catch (RuntimeException e)
        {
            errors.Add(e.ErrorRecord);
        }
        finally
        {
            _running = null;
        }

        errors.InsertRange(0, shell.Streams.Error);
        return new SessionResult(output, errors, Text.From(start));
    }
}

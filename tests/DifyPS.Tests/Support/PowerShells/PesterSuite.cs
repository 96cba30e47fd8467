using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Tour.Hosting;

namespace DifyPS.Tests.Support.PowerShells;

/// <summary>What became of a test of the Pester suite.</summary>
/// <param name="Name">Its file, the groups it is in, and what it says.</param>
/// <param name="Outcome"><c>Passed</c>, <c>Failed</c> or <c>Skipped</c>.</param>
/// <param name="Message">Why it failed or was skipped.</param>
public sealed record PesterResult(string Name, string Outcome, string Message);

/// <summary>Runs <c>tests/Pester</c> once, in the best PowerShell that this machine has or can fetch.</summary>
internal static class PesterSuite
{
    // What the script answers when something that it needs is missing.
    private const int Missing = 77;

    private static readonly string Root = Path.GetDirectoryName(Session.ManifestPath)!;
    private static readonly string Results = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "test-results")).FullName;

    // The suite itself ends a test that takes too long; this is for what lies around it.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(60);

    private static readonly Lock Gate = new();
    private static Task<IReadOnlyList<PesterResult>>? _run;

    /// <summary>Begins the run, unless it has begun.</summary>
    /// <returns>The result of each test; where the suite could not run, one that says why.</returns>
    public static Task<IReadOnlyList<PesterResult>> Begin(CancellationToken cancellationToken)
    {
        lock (Gate)
            return _run ??= Task.Run(() => RunAsync(cancellationToken), cancellationToken);
    }

    private static async Task<IReadOnlyList<PesterResult>> RunAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        // With the real vaults, if that can be; with another PowerShell and the vaults that stand in, if not.
        if (PowerShellTool.FindOnPath("pwsh") is { } installed)
        {
            if (await TryAsync([installed], requireVaults: true, problems, cancellationToken) is { } all)
                return all;
        }
        else
        {
            problems.Add("pwsh is not installed.");
        }

        var (tool, problem) = await PowerShellTool.RestoreAsync(cancellationToken);
        problems.AddRange(problem is null ? [] : [problem]);
        foreach (var command in (IReadOnlyList<string>[])[tool, PowerShellTool.FindOnPath("pwsh") is { } other ? [other] : []])
        {
            if (command.Count > 0 && await TryAsync(command, requireVaults: false, problems, cancellationToken) is { } most)
                return most;
        }

        return [new PesterResult("The Pester suite", "Skipped", "The Pester suite did not run: " + string.Join(" ", problems))];
    }

    private static async Task<IReadOnlyList<PesterResult>?> TryAsync(
        IReadOnlyList<string> command, bool requireVaults, List<string> problems, CancellationToken cancellationToken)
    {
        var details = Path.Combine(Results, "pester.jsonl");
        File.Delete(details);
        var start = PowerShellTool.Start(
            command,
            "-NoProfile",
            "-NonInteractive",
            "-File",
            Path.Combine(Root, "tests", "Pester", "Run.ps1")
        );
        foreach (var (name, value) in Arguments(details))
        {
            start.ArgumentList.Add(name);
            start.ArgumentList.Add(value);
        }

        if (requireVaults)
            start.ArgumentList.Add("-RequireVaults");
        // The vaults in memory that the other tests use must not stand in the way of the real ones.
        start.Environment.Remove("PSModulePath");
        start.Environment.Remove(RegistryPath.Variable);
        start.Environment["NUGET_PACKAGES"] = PowerShellTool.PackageFolder;
        var (exitCode, text) = await ChildProcess.RunAsync(start, Limit, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Canary.Folder, "pester.txt"), text, cancellationToken);
        if (exitCode == Missing)
        {
            problems.Add($"{command[^1]}: {text.Trim().Split('\n').Last()}");
            return null;
        }

        return [.. Read(details), .. Around(exitCode, File.Exists(details) ? Read(details) : [], text)];
    }

    private static IEnumerable<(string Name, string Value)> Arguments(string details) =>
    [
        ("-ResultFile", Path.Combine(Results, "pester.xml")),
        ("-DetailFile", details),
        ("-LogFile", Path.Combine(Results, "pester.log")),
        ("-Simulator", typeof(Dify.Simulator.SimulatorHost).Assembly.Location),
        // A few files of it, while one works on them.
        ("-Only", Environment.GetEnvironmentVariable("DIFYPS_PESTER_ONLY") is { Length: > 0 } some ? some : "*"),
    ];

    private static IReadOnlyList<PesterResult> Read(string details) =>
        File.Exists(details)
            ? [.. File.ReadLines(details).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<PesterResult>(line)!)]
            : [];

    // What no test tells: that there was none, and that the run ended badly all the same.
    private static IEnumerable<PesterResult> Around(int exitCode, IReadOnlyList<PesterResult> results, string text)
    {
        if (results.All(result => result.Outcome != "Failed") && (exitCode != 0 || results.Count == 0))
        {
            yield return new PesterResult(
                "The Pester suite",
                "Failed",
                $"It ended with {exitCode}, and left {results.Count} results:{Environment.NewLine}{text}"
            );
        }
    }
}

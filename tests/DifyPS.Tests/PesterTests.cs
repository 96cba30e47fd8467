using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Xml.Linq;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests;

/// <summary>Runs the Pester suite where PowerShell, Pester and SecretManagement are installed, and says so where they are not.</summary>
public sealed class PesterTests
{
    // What the script answers when a module it needs is missing.
    private const int Skipped = 77;

    [Fact]
    public async Task The_Pester_suite_passes()
    {
        var pwsh = FindOnPath(OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        if (pwsh is null)
            Assert.Skip("The Pester suite did not run: pwsh is not installed.");
        var root = Path.GetDirectoryName(Session.ManifestPath)!;
        var results = Directory.CreateDirectory(Path.Combine(root, "artifacts", "test-results")).FullName;
        var resultFile = Path.Combine(results, "pester.xml");
        var logFile = Path.Combine(results, "pester.log");
        File.Delete(resultFile);
        var simulator = typeof(Dify.Simulator.SimulatorHost).Assembly.Location;
        var start = new ProcessStartInfo(pwsh)
        {
            ArgumentList = { "-NoProfile", "-NonInteractive", "-File", Path.Combine(root, "tests", "Pester", "Run.ps1"), "-ResultFile", resultFile, "-LogFile", logFile, "-Simulator", simulator },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The vaults in memory that the other tests use must not stand in the way of the real ones.
        start.Environment.Remove("PSModulePath");
        start.Environment.Remove(DifyPS.Binding.RegistryPath.Variable);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var shown = (await output + await errors).Trim();
        await File.WriteAllTextAsync(Path.Combine(Canary.Folder, "pester.txt"), shown, limit.Token);
        if (process.ExitCode == Skipped)
            Assert.Skip("The Pester suite did not run: " + shown.Split('\n').Last());
        Assert.True(File.Exists(resultFile), $"Pester left no result (exit code {process.ExitCode}):{Environment.NewLine}{shown}");
        var totals = XDocument.Load(resultFile).Root!;
        var failed = totals.Descendants("test-case").Where(test => (string?)test.Attribute("result") == "Failure")
            .Select(test => $"{(string?)test.Attribute("name")}: {test.Descendants("message").FirstOrDefault()?.Value}").ToList();
        Assert.Empty(failed);
        Assert.Equal(0, process.ExitCode);
        Assert.NotEqual("0", (string?)totals.Attribute("total"));
    }

    private static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}

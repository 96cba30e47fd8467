using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Dify.Simulator;
using Xunit;

namespace Dify.Client.Tests.Framework;

/// <summary>
/// The build for Windows PowerShell 5.1, tried out by the checks of <c>Dify.Client.Mono</c>: on Windows by .NET Framework
/// itself, elsewhere by Mono, and not at all where there is neither. Mono has .NET Framework's class library, but an HTTP
/// handler like .NET's: what the Framework's own does differently shows on Windows only.
/// </summary>
public sealed class FrameworkTests
{
    // What the checks answer when the framework lacks an assembly they need.
    private const int Lacking = 77;

    private const int Groups = 5;

    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_net472_build_passes_its_checks()
    {
        var program = FindChecks();
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(program)
            : new ProcessStartInfo(FindMono()) { ArgumentList = { program } };
        start.Environment["MONO_PATH"] = Path.Combine(Path.GetDirectoryName(program)!, "mono");
        await using var simulator = await SimulatorHost.StartAsync(cancellationToken: Streams.Token);
        var keys = FrameworkStage.Build(simulator);
        start.ArgumentList.Add(simulator.BaseUri.AbsoluteUri);
        var (exitCode, output, errors) = await RunAsync(start, string.Join('\n', keys));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split('\t')).ToList();
        if (exitCode == Lacking && lines is [["lacking", var assembly]])
            Assert.Skip($"The net472 build was not tried out: this Mono lacks {assembly}. The README names Debian's packages.");

        TestContext.Current.TestOutputHelper?.WriteLine(output);
        Assert.Empty(lines.Where(line => line[0] == "failed").Select(line => $"{line[1]}: {line[^1]}"));
        var counts = lines.Where(line => line[0] == "done").Select(line => int.Parse(line[1], CultureInfo.InvariantCulture)).ToList();
        Assert.True(
            counts.Count == Groups && counts.Sum() == lines.Count - Groups,
            $"The checks did not come to their end (exit code {exitCode}): {output}{errors}"
        );
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain(keys, line => (output + errors).Contains(line.Split('\t')[1], StringComparison.Ordinal));
        CheckServer(simulator);
    }

    /// <summary>What only the other side can tell.</summary>
    private static void CheckServer(SimulatorHost simulator)
    {
        var counts = simulator
            .Requests.Snapshot()
            .GroupBy(request => request.App ?? string.Empty)
            .ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal((3, 3, 1, 1), (counts["busy"], counts["unavailable"], counts["unavailable-run"], counts["aborted-run"]));

        // One call each way, and none to where the redirect led.
        Assert.Equal(2, counts["redirect"]);
        Assert.True(Assert.Single(simulator.State.App("stopped")!.Stops).Matched);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(ProcessStartInfo start, string input)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardInputEncoding = start.StandardOutputEncoding = new UTF8Encoding(false);
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Streams.Token);
        limit.CancelAfter(LongestRun);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await SendAsync(process.StandardInput, input);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task SendAsync(StreamWriter target, string input)
    {
        try
        {
            await target.WriteAsync(input);
            target.Close();
        }
        catch (IOException)
        {
            // It ended before it read anything; why, it says itself.
        }
    }

    // It is built beside this project, for the same configuration.
    private static string FindChecks()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var tests = here.Parent!.Parent!.Parent!.Parent!.FullName;
        var program = Path.Combine(tests, "Dify.Client.Mono", "bin", here.Parent.Name, "net472", "Dify.Client.Mono.exe");
        Assert.True(File.Exists(program), "The checks are not built: " + program);
        return program;
    }

    private static string FindMono()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "mono"))
            .FirstOrDefault(File.Exists);
        if (found is null)
            Assert.Skip("The net472 build was not tried out: mono is not installed.");

        return found;
    }
}

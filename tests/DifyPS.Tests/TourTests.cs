using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests;

/// <summary>The quick tour is what a newcomer sees first; it has to come out right, in a process of its own.</summary>
public sealed class TourTests
{
    // One tour for both tests of the prompt at its end.
    private static readonly Lazy<Task<(int ExitCode, string Output)>> Played = new(PlayOnAsync);

    [Fact]
    public async Task The_tour_does_what_it_says()
    {
        var (exitCode, output) = await RunAsync(null);
        Assert.Contains("All 31 steps did what they say.", output);
        Assert.Equal(0, exitCode);
        Assert.Contains("What the server was asked meanwhile: GET /info", output);
        Assert.DoesNotMatch("app-[0-9A-Za-z]{24}", output);
    }

    [Fact]
    public async Task At_its_end_it_can_be_played_on()
    {
        var (exitCode, output) = await Played.Value;
        Assert.Contains("Dog here: you said 'still up?'", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task It_is_played_on_with_the_whole_of_PowerShell()
    {
        if (PowerShellTool.FindOnPath("pwsh") is null)
        {
            var (tool, problem) = await PowerShellTool.RestoreAsync(TestContext.Current.CancellationToken);
            Assert.SkipWhen(tool.Count == 0, "Needs a PowerShell: " + problem);
        }

        var (exitCode, output) = await Played.Value;
        Assert.Contains("This is PowerShell 7.", output);
        Assert.Matches(@"cat\s+first\s+dog\s+second", output);
        Assert.Equal(0, exitCode);
    }

    private static Task<(int ExitCode, string Output)> PlayOnAsync()
    {
        var file = Path.Combine(Canary.Folder, "tour.csv");
        File.WriteAllText(file, "App,Message\ncat,first\ndog,second\n");
        return RunAsync($$"""
            Invoke-DifyChat dog 'still up?'
            Import-Csv '{{file}}' | ForEach-Object { Invoke-DifyChat $_.App $_.Message } | Select-Object App, Message | Format-Table
            exit

            """);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string? typed)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(Session).Assembly.Location },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (typed is not null)
            start.ArgumentList.Add("--interactive");
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.StandardInput.WriteAsync(typed);
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        var all = await output + await errors;
        await File.WriteAllTextAsync(Path.Combine(Canary.Folder, $"tour-{Guid.NewGuid():N}.txt"), all);
        return (process.ExitCode, all);
    }
}

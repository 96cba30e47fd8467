using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace DifyPS.Tour.Hosting;

/// <summary>Runs a program that gets no input, to its end or to a limit; one that takes longer is ended with all that it started.</summary>
public static class ChildProcess
{
    /// <summary>Runs it, and gives what it wrote.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public static async Task<(int ExitCode, string Text)> RunAsync(
        ProcessStartInfo start,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(limit);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ending.Token);
        var errors = process.StandardError.ReadToEndAsync(ending.Token);
        try
        {
            await process.WaitForExitAsync(ending.Token).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false) + await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{start.FileName} {string.Join(' ', start.ArgumentList)} did not end within {limit}.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}

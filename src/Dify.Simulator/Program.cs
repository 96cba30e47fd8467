using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Simulator;

/// <summary>The server by itself, for whatever can't have it in its own process.</summary>
public static class Program
{
    /// <summary>Runs it until it is told to end.</summary>
    public static async Task<int> Main(string[] args)
    {
        CommandLine options;
        try
        {
            options = CommandLine.Parse(args);
        }
        catch (FormatException e)
        {
            await System.Console.Error.WriteLineAsync(e.Message);
            await System.Console.Error.WriteLineAsync(CommandLine.Usage);
            return 2;
        }

        // Signals are taken before the first line is printed: who has read it may send one.
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            told.TrySetResult();
        }

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        await using var host = await StartAsync(options);
        if (host is null)
            return 1;

        await PrintAsync(host, options);
        using var ending = new CancellationTokenSource();
        await Task.WhenAny(told.Task, ParentAsync(options, ending.Token), StdinAsync(options));
        await ending.CancelAsync();
        return 0;
    }

    private static async Task<SimulatorHost?> StartAsync(CommandLine options)
    {
        try
        {
            return await SimulatorHost.StartAsync(options.Urls, options.Apply);
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException)
        {
            await System.Console.Error.WriteLineAsync(e.Message);
            return null;
        }
    }

    private static async Task PrintAsync(SimulatorHost host, CommandLine options)
    {
        await System.Console.Out.WriteLineAsync("Listening on " + host.BaseUri.ToString().TrimEnd('/'));
        if (!options.Quiet)
        {
            // Keys are secrets, but these open nothing else than this server, and who starts it needs them.
            foreach (var app in host.State.Apps)
                await System.Console.Out.WriteLineAsync($"{app.Name} {app.Mode} {app.Keys.First()}");

            foreach (var knowledge in host.State.Knowledge)
                await System.Console.Out.WriteLineAsync($"{knowledge.Name} knowledge {knowledge.Keys.First()}");
        }

        await System.Console.Out.FlushAsync();
    }

    private static async Task ParentAsync(CommandLine options, CancellationToken cancellationToken)
    {
        if (options.Parent is not { } id)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        try
        {
            using var parent = Process.GetProcessById(id);
            await parent.WaitForExitAsync(cancellationToken);
        }
        catch (Exception e) when (e is ArgumentException or OperationCanceledException)
        {
            // It has ended already, or this process ends.
        }
    }

    private static async Task StdinAsync(CommandLine options)
    {
        if (!options.UntilStdinCloses)
            await Task.Delay(Timeout.InfiniteTimeSpan);

        // A console's read never yields, so it gets a thread.
        await Task.Run(static () => System.Console.OpenStandardInput().CopyTo(Stream.Null));
    }
}

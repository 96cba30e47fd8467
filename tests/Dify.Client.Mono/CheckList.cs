using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Mono.Checks;

namespace Dify.Client.Mono;

/// <summary>A group of checks, run one after the other.</summary>
internal sealed class CheckList
{
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(20);

    private readonly List<KeyValuePair<string, Func<Task>>> _checks = [];

    /// <summary>Adds one, by what it finds to be so.</summary>
    public void Add(string name, Func<Task> check) => _checks.Add(new(name, check));

    /// <summary>Runs all, also behind one that failed.</summary>
    public static async Task<bool> RunAsync(string server, string keys, TextWriter output)
    {
        ProxyChecks.Prepare();

        // Most of their time is waiting, so the groups run at once, each with clients of its own.
        Action<CheckList, Stage>[] groups = [CallChecks.Add, ChatChecks.Add, StreamChecks.Add, FailureChecks.Add, FileChecks.Add];
        var failed = await Task.WhenAll(
                groups.Select(add => Task.Run(() => new CheckList().RunAsync(add, new Stage(server, keys), output)))
            )
            .ConfigureAwait(false);
        return failed.Sum() == 0;
    }

    private async Task<int> RunAsync(Action<CheckList, Stage> add, Stage stage, TextWriter output)
    {
        add(this, stage);
        var failed = 0;
        foreach (var check in _checks)
        {
            var clock = Stopwatch.StartNew();
            var reason = await RunAsync(check.Value).ConfigureAwait(false);
            failed += reason is null ? 0 : 1;
            output.WriteLine(
                $"{(reason is null ? "passed" : "failed")}\t{check.Key}\t{clock.ElapsedMilliseconds}\t{stage.Redact(OneLine(reason))}"
            );
        }

        output.WriteLine($"done\t{_checks.Count}");
        return failed;
    }

    private static async Task<string?> RunAsync(Func<Task> check)
    {
        try
        {
            var task = Task.Run(check);
            if (await Task.WhenAny(task, Task.Delay(LongestCheck)).ConfigureAwait(false) != task)
                return $"It was not over after {LongestCheck.TotalSeconds} seconds.";

            await task.ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            return e is CheckFailedException ? e.Message : e.ToString();
        }
    }

    private static string OneLine(string? text) =>
        (text ?? string.Empty).Replace("\r", string.Empty).Replace("\n", " | ").Replace('\t', ' ');
}

using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Vaults;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Vaults;

public sealed class VaultGateTests
{
    [Fact]
    public async Task One_is_in_at_a_time()
    {
        var inside = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Alone(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var turn = VaultGate.Acquire(CancellationToken.None);
                Assert.False(turn.IsNested);
                Assert.Equal(1, Interlocked.Increment(ref inside));
                Thread.Yield();
                Interlocked.Decrement(ref inside);
            }
        })));
    }

    [Fact]
    public async Task What_a_vault_calls_is_within_the_turn_on_whatever_thread()
    {
        await Alone(() =>
        {
            using var turn = VaultGate.Acquire(CancellationToken.None);
            Assert.True(NestedOnNewThread());
            using (var again = VaultGate.Acquire(CancellationToken.None))
                Assert.True(again.IsNested);
            // The end of what was within is not the end of the turn.
            Assert.Null(Alone(() => VaultGate.TryAcquire(TimeSpan.Zero, CancellationToken.None)).Result);
        });
    }

    [Fact]
    public async Task What_outlives_a_turn_takes_its_own()
    {
        using var over = new ManualResetEventSlim();
        Task<bool>? late = null;
        await Alone(() =>
        {
            using var turn = VaultGate.Acquire(CancellationToken.None);
            late = Task.Run(() =>
            {
                over.Wait();
                return NestedOnNewThread();
            });
        });
        over.Set();
        Assert.False(await late!);
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await HoldingAsync(async () =>
        {
            var waiting = Alone(() => VaultGate.Acquire(cancelled.Token));
            cancelled.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        });
        await Alone(() => VaultGate.Acquire(CancellationToken.None).Dispose());
    }

    [Fact]
    public async Task A_command_that_waits_for_its_turn_is_stopped_at_once()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        KeyCache.Clear();
        stage.ForgetRequests();
        await HoldingAsync(async () =>
        {
            using var shell = stage.Shell.NewShell();
            shell.AddScript("Invoke-DifyChat cat hi");
            var running = shell.InvokeAsync();
            Assert.True(SpinWait.SpinUntil(() => shell.InvocationStateInfo.State == PSInvocationState.Running, TimeSpan.FromSeconds(30)));
            await shell.StopAsync(null, null);
            await Assert.ThrowsAsync<PipelineStoppedException>(() => running);
        });
        Assert.Empty(stage.Requests);
        stage.Good("Invoke-DifyChat cat hi");
    }

    [Fact]
    public async Task Tab_gives_no_vaults_while_one_is_asked_elsewhere()
    {
        await using var stage = await Stage.SetAsync();
        var line = $"Register-DifyApp x -Vault {stage.Vault}";
        var complete = $"(TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText";
        await HoldingAsync(() => Task.Run(() => Assert.DoesNotContain(stage.Vault, stage.Good(complete).Output.Select(o => $"{o}"))));
        Assert.Contains(stage.Vault, stage.Good(complete).Output.Select(o => $"{o}"));
    }

    private static bool NestedOnNewThread()
    {
        var nested = false;
        var thread = new Thread(() =>
        {
            using var turn = VaultGate.Acquire(CancellationToken.None);
            nested = turn.IsNested;
        });
        thread.Start();
        thread.Join();
        return nested;
    }

    /// <summary>Does something while another holds the turn.</summary>
    private static async Task HoldingAsync(Func<Task> meanwhile)
    {
        using var taken = new ManualResetEventSlim();
        using var over = new ManualResetEventSlim();
        var holder = Alone(() =>
        {
            using var turn = VaultGate.Acquire(CancellationToken.None);
            taken.Set();
            over.Wait();
        });
        taken.Wait(TestContext.Current.CancellationToken);
        try
        {
            await meanwhile();
        }
        finally
        {
            over.Set();
            await holder;
        }
    }

    private static Task Alone(Action action) => Alone(() =>
    {
        action();
        return true;
    });

    // As in a runspace of its own: on a thread that nothing flows into.
    private static Task<T> Alone<T>(Func<T> function)
    {
        using (ExecutionContext.SuppressFlow())
            return Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;

namespace DifyPS.Pipeline.Batch;

/// <summary>What the work of one item has at hand: its workspace, open, and all that works on keys.</summary>
internal sealed record KeyInvocation(PipelineContext Context, OpenWorkspace Open, KeyWork Work, CancellationToken Token)
{
    /// <summary>Makes a key of an app, or of knowledge when <paramref name="appId"/> is null, and gives it.</summary>
    public async Task GiveNewKeyAsync(OpenWorkspace open, string? appId, Func<WorkspaceKey, object> output)
    {
        using var taken = await Work.TakeAsync(open, appId, Token).ConfigureAwait(false);
        var (operation, key) = await Work.Minter.MintAsync(open, KeyOperation.Of(open, appId), null, Token).ConfigureAwait(false);
        // Whoever takes it may bind it. Were this to end before, the next run would find a key that nobody has.
        await Context.WriteObjectAsync(output(key), Token).ConfigureAwait(false);
        await Work.Minter.Journal.ForgetAsync(operation, Token).ConfigureAwait(false);
    }

    /// <summary>The first name that the key of an id serves, by what the vaults have; null when there is none.</summary>
    public Task<string?> FindUserAsync(KeyUsers users, string? appId, string keyId) =>
        users.FindFirstAsync(keyId, appId, Open, Context.Registry.Apps, Context.Connector, Token);
}

/// <summary>
/// One command's work on the keys of apps, several side by side. Each workspace is opened once, and what earlier work left there is seen to
/// before anything else.
/// </summary>
internal sealed class KeyBatch
{
    private readonly DifyCmdlet _cmdlet;
    private readonly BatchRunner _runner;
    private readonly PipelineContext _context;
    private readonly ConcurrentDictionary<string, Lazy<Task<OpenWorkspace>>> _open = new(AppName.Comparer);
    private readonly KeyNotices.Told _told = new();

    public KeyBatch(DifyCmdlet cmdlet, int throttleLimit, bool isOrdered = false)
    {
        _cmdlet = cmdlet;
        _runner = new BatchRunner(cmdlet, new BatchOptions(throttleLimit, 0, isOrdered), cmdlet.MyInvocation.MyCommand.Name);
        _context = new PipelineContext(cmdlet, _runner.Pipeline);
    }

    public BatchCounts Counts => _runner.Counts;

    /// <summary>Opens a workspace; null, and an error written, where that cannot be done or its check is not passed.</summary>
    public OpenWorkspace? Open(WorkspaceConnection connection, Action<OpenWorkspace>? check = null)
    {
        OpenWorkspace? open = null;
        var isGood = _cmdlet.TryItem(connection.Name, () =>
        {
            var opening = Task.Run(() => OpenAsync(connection));
            _runner.Await(opening);
            open = opening.GetAwaiter().GetResult();
            check?.Invoke(open);
        });
        return isGood ? open : null;
    }

    /// <summary>Begins the item as soon as it may. Where its workspace cannot be opened, that is the item's error.</summary>
    /// <param name="target">The target of errors.</param>
    /// <param name="connection">The workspace.</param>
    /// <param name="subject">The app that it is about; null for knowledge.</param>
    /// <param name="work">The work.</param>
    public void Add(object? target, WorkspaceConnection connection, AppSubject? subject, Func<KeyInvocation, Task> work) =>
        _runner.Add(
            new BatchItem(target, (context, token) => RunAsync(connection, subject, work, context, token)) { Mark = _cmdlet.CurrentItem }
        );

    /// <summary>Waits for all that is under way, and sees to what it could not end at once.</summary>
    public void Complete()
    {
        _runner.Complete();
        if (_cmdlet.Stopping)
            return;
        foreach (var open in _open.Values.Where(one => one.Value.Status == TaskStatus.RanToCompletion).Select(one => one.Value.Result))
            _runner.Await(Task.Run(() => WorkIn(_context).SettleAllAsync(open, _cmdlet.StopToken)));
        _runner.Complete();
    }

    /// <summary>Does something that belongs to no item, such as waiting.</summary>
    public void Await(Func<KeyWork, PipelineContext, Task> work)
    {
        var task = Task.Run(() => work(WorkIn(_context), _context));
        _runner.Await(task);
        task.GetAwaiter().GetResult();
    }

    private async Task RunAsync(
        WorkspaceConnection connection,
        AppSubject? subject,
        Func<KeyInvocation, Task> work,
        PipelineContext context,
        CancellationToken cancellationToken
    )
    {
        var open = await OpenAsync(connection).ConfigureAwait(false);
        try
        {
            await work(new KeyInvocation(context, open, WorkIn(context), cancellationToken)).ConfigureAwait(false);
        }
        catch (WorkspaceException e) when (ConnectionAdvice.Complete(e, () => ConnectionAdvice.CommandFor(connection)) is { } completed)
        {
            throw completed;
        }
        catch (DifyApiException e)
        {
            var told = await WorkspaceRefusals.ExplainAsync(open, e, Command, subject, cancellationToken).ConfigureAwait(false);
            if (ReferenceEquals(told, e))
                throw;
            throw told;
        }
    }

    private string Command => _cmdlet.MyInvocation.MyCommand.Name;

    // A failure is told by each item that needed the workspace. What is refused once is not tried again by the same command.
    private Task<OpenWorkspace> OpenAsync(WorkspaceConnection connection) =>
        _open
            .GetOrAdd(connection.Name, _ => new Lazy<Task<OpenWorkspace>>(() => OpenAndSettleAsync(connection)))
            .Value;

    private async Task<OpenWorkspace> OpenAndSettleAsync(WorkspaceConnection connection)
    {
        WorkspaceGuard.RequireConsole(connection, Command);
        OpenWorkspace open;
        try
        {
            open = await KeyWork
                .OpenAsync(_context.Workspaces, connection, _cmdlet.StopToken)
                .ConfigureAwait(false);
        }
        catch (DifyException e) when (ConnectionAdvice.Complete(e, connection) is { } told)
        {
            throw told;
        }

        await WorkIn(_context).SettleAllAsync(open, _cmdlet.StopToken).ConfigureAwait(false);
        return open;
    }

    private KeyWork WorkIn(PipelineContext context) => new(context.Registry, context.Vaults, context.Connector, context.Workspaces, _told);
}

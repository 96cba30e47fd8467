using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Batch;

namespace DifyPS.Commands;

/// <summary>Lists the keys of apps (console: <c>GET /apps/{app_id}/api-keys</c>), several apps side by side. No key is shown.</summary>
[Cmdlet(VerbsCommon.Get, "DifyAppKey")]
[OutputType(typeof(DifyAppKey))]
[WorksWith(AppScope.App)]
public sealed class GetDifyAppKeyCommand : AppKeyCmdlet
{
    private const int AtOnce = 8;

    private readonly KeyUsers _users = new();
    private readonly Dictionary<string, (WorkspaceConnection Connection, Task<bool> Listed)> _apps = new(StringComparer.OrdinalIgnoreCase);
    private KeyBatch? _batch;

    /// <summary>Only keys that nobody has used for so many days.</summary>
    [Parameter]
    [ValidateRange(0, 100_000)]
    public int Unused { get; set; } = -1;

    private protected override string? DefaultApp => "*";

    /// <summary>Lists the keys of some apps.</summary>
    protected override void ProcessRecord()
    {
        foreach (var target in FindTargets())
        {
            _batch ??= new KeyBatch(this, AtOnce, isOrdered: true);
            // An app may have several names. The first that leads to it has its keys listed; another does where that one was edited.
            var connection = target.Connection;
            var app = $"{connection.Server} {connection.WorkspaceId} {target.AppId}";
            var before = Task.FromResult(false);
            if (_apps.TryGetValue(app, out var known))
                (connection, before) = known;
            var listed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _apps[app] = (connection, listed.Task);
            _batch.Add(target.Name, connection, target.Subject, call => ListOnceAsync(call, target, before, listed));
        }
    }

    private async Task ListOnceAsync(KeyInvocation call, KeyTarget target, Task<bool> before, TaskCompletionSource<bool> listed)
    {
        var isListed = false;
        try
        {
            isListed = await before.ConfigureAwait(false);
            await target.RequireProvedAsync(call).ConfigureAwait(false);
            if (isListed)
                return;
            isListed = true;
        }
        finally
        {
            listed.TrySetResult(isListed);
        }

        await ListAsync(call, target).ConfigureAwait(false);
    }

    private async Task ListAsync(KeyInvocation call, KeyTarget target)
    {
        var keys = await call.Open.KeysOf(target.AppId).ListAsync(call.Token).ConfigureAwait(false);
        foreach (var key in keys.Where(key => KeyAge.IsUnused(key, Unused)).OrderBy(key => key.CreatedAt))
        {
            var shown = target.Show(key, await target.UsersOfAsync(_users, key, call, isSure: false).ConfigureAwait(false));
            CompletionCache.Note(shown);
            call.Context.WriteObject(shown);
        }
    }

    /// <summary>Waits for the last of them.</summary>
    protected override void EndProcessing() => _batch?.Complete();
}

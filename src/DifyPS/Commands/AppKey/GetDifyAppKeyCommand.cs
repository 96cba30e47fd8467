using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
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
            _batch.Add(target.Name, target.Connection, target.Subject, async call =>
            {
                await target.RequireProvedAsync(call).ConfigureAwait(false);
                var keys = await call.Open.KeysOf(target.AppId).ListAsync(call.Token).ConfigureAwait(false);
                foreach (var key in keys.Where(key => KeyAge.IsUnused(key, Unused)).OrderBy(key => key.CreatedAt))
                {
                    var shown = target.Show(key, await target.UsersOfAsync(_users, key, call, isSure: false).ConfigureAwait(false));
                    CompletionCache.Note(shown);
                    call.Context.WriteObject(shown);
                }
            });
        }
    }

    /// <summary>Waits for the last of them.</summary>
    protected override void EndProcessing() => _batch?.Complete();
}

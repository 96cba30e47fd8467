using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Batch;

namespace DifyPS.Commands;

/// <summary>
/// Makes a key for an app (console: <c>POST /apps/{app_id}/api-keys</c>) and gives it once, as Register-DifyApp takes it. Nothing here
/// changes.
/// </summary>
[Cmdlet(VerbsCommon.New, "DifyAppKey", SupportsShouldProcess = true)]
[OutputType(typeof(DifyAppKey))]
[WorksWith(AppScope.App)]
public sealed class NewDifyAppKeyCommand : AppKeyCmdlet
{
    private KeyBatch? _batch;

    /// <summary>Makes keys for some apps.</summary>
    protected override void ProcessRecord()
    {
        foreach (var target in FindTargets())
        {
            if (!ShouldProcess(target.Name, Strings.FormatConfirmNewKey(target.Connection.Name)))
                continue;
            _batch ??= new KeyBatch(this, 1);
            _batch.Add(target.Name, target.Connection, target.Subject, async call =>
            {
                KeyErrors.RequireMinting(call.Open, CommandName);
                await target.RequireProvedAsync(call).ConfigureAwait(false);
                // The name that a registration would suggest.
                var name = target.AppName ?? (await call.Open.Client.Apps.GetAsync(target.AppId!, call.Token).ConfigureAwait(false)).Name;
                await call
                    .GiveNewKeyAsync(call.Open, target.AppId, key => (target with { AppName = name }).Show(key, [], isNew: true))
                    .ConfigureAwait(false);
            });
        }
    }

    /// <summary>Waits for the last of them.</summary>
    protected override void EndProcessing() => _batch?.Complete();
}

using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Pipeline.Batch;

namespace DifyPS.Commands;

/// <summary>
/// Revokes keys of apps (console: <c>DELETE /apps/{app_id}/api-keys/{key_id}</c>). The one that a name here uses only with -Force.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "DifyAppKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
[WorksWith(AppScope.App)]
public sealed class RemoveDifyAppKeyCommand : AppKeyCmdlet
{
    private readonly KeyUsers _users = new();
    private KeyBatch? _batch;

    /// <summary>Dify's own id of the key.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdArgument(nameof(KeyId))]
    [ArgumentCompleter(typeof(KeyIdCompleter))]
    public string KeyId { get; set; } = string.Empty;

    /// <summary>Revoke the key that a name here uses as well: its calls fail from then on.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter Force { get; set; }

    /// <summary>Revokes one key.</summary>
    protected override void ProcessRecord()
    {
        foreach (var target in FindTargets())
        {
            var (id, name) = (KeyId, target.Name);
            if (!IsFree(target, id) || !ShouldProcess(name, Strings.FormatConfirmRemoveKey(id)))
                continue;
            _batch ??= new KeyBatch(this, 1);
            _batch.Add(id, target.Connection, target.Subject, call => RemoveAsync(call, target, id));
        }
    }

    /// <summary>Waits for the last of them.</summary>
    protected override void EndProcessing() => _batch?.Complete();

    // Before anybody is asked. Who may not revoke keys is told that, and no command that takes the same role.
    private bool IsFree(KeyTarget target, string id)
    {
        string? user = null;
        if (!TryItem(id, () => user = FindUser(id)))
            return false;
        if (user is null)
            return true;
        _batch ??= new KeyBatch(this, 1);
        if (!IsWhatIf && _batch.Open(target.Connection, open => RequireRole(open.Connection, target, id)) is null)
            return false;
        return TryItem(id, () =>
        {
            if (IsWhatIf)
                RequireRole(target.Connection, target, id);
            throw InUse(target, id, user);
        });
    }

    private string? FindUser(string id) => Force ? null : Registry.Apps.FirstOrDefault(app => DifyId.AreSame(app.KeyId, id))?.Name;

    private static void RequireRole(WorkspaceConnection connection, KeyTarget target, string id) =>
        KeyErrors.RequireRemoving(
            connection,
            target.Name,
            Strings.FormatKeyOfApp(target.Name),
            KeyErrors.RemovalOf(connection.Name, target.AppId, id)
        );

    private async Task RemoveAsync(KeyInvocation call, KeyTarget target, string id)
    {
        RequireRole(call.Open.Connection, target, id);
        await target.RequireProvedAsync(call).ConfigureAwait(false);
        using var taken = await call.Work.TakeAsync(call.Open, target.AppId, call.Token).ConfigureAwait(false);
        if (FindUser(id) is { } known)
            throw InUse(target, id, known);
        // An entry may tell no id of its key, or that of an older one: what is in the vault is compared with as much as the server shows.
        if (!Force && await call.FindUserAsync(_users, target.AppId, id).ConfigureAwait(false) is { } user)
            throw InUse(target, id, user);
        var removal = await call.Open.KeysOf(target.AppId).DeleteAsync(id, call.Token).ConfigureAwait(false);
        if (removal == KeyRemoval.Deleted)
            return;
        if (removal == KeyRemoval.AppNotFound)
        {
            await call.Open.Client.Workspaces.RequireCurrentAsync(call.Open.Connection.WorkspaceId, call.Token).ConfigureAwait(false);
            throw WorkspaceRefusals.Gone(target.Connection, target.Subject!);
        }

        throw new DifyCommandException(
            "AppKeyNotFound",
            ErrorCategory.ObjectNotFound,
            Strings.FormatAppKeyNotFound(target.Name, id),
            target.Binding is { Workspace: not null } bound
                ? Strings.FormatAppKeyNotFoundAction(Quoting.Quote(bound.Name))
                : Strings.FormatAppKeyNotFoundActionId(Quoting.Quote(target.Connection.Name), Quoting.Quote(target.AppId!)),
            target.Name
        );
    }

    private DifyCommandException InUse(KeyTarget target, string id, string user)
    {
        // An id may be given of a key that another app has: then that is the app which is told.
        var other = Registry.Find(user) is { AppId: not null } app && !DifyId.AreSame(app.AppId, target.AppId) ? app : null;
        var appName = other is null ? target.AppName ?? target.AppId! : other.RemoteName ?? other.AppId!;
        return new(
            "AppKeyInUse",
            ErrorCategory.ResourceBusy,
            Strings.FormatAppKeyInUse(id, appName, user),
            other is null
                ? KeyErrors.InUseAction(Registry, user, target.Connection.Name, target.AppId, id)
                : Strings.FormatAppKeyOfOtherAction(Quoting.Quote(target.Connection.Name), Quoting.Quote(target.AppId!)),
            user
        );
    }
}

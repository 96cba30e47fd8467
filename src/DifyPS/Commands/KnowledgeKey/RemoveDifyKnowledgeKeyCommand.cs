using System.Linq;
using System.Management.Automation;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.Keys;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline.Arguments;
using DifyPS.Pipeline.Batch;
using Task = System.Threading.Tasks.Task;

namespace DifyPS.Commands;

/// <summary>
/// Revokes knowledge keys of a workspace (console: <c>DELETE /datasets/api-keys/{key_id}</c>). The one that a name here uses only with
/// -Force.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "DifyKnowledgeKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveDifyKnowledgeKeyCommand : KnowledgeKeyCmdlet
{
    private readonly KeyUsers _users = new();

    /// <summary>Dify's own id of the key.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [IdArgument(nameof(KeyId))]
    [ArgumentCompleter(typeof(KnowledgeKeyIdCompleter))]
    public string KeyId { get; set; } = string.Empty;

    /// <summary>Revoke the key that a name here uses as well: its calls fail from then on.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter Force { get; set; }

    /// <summary>Revokes one key.</summary>
    protected override void ProcessRecord()
    {
        var id = KeyId;
        Add(
            RefusedText.Is(id) ? InputObject?.Object : id,
            call => RemoveAsync(call, id),
            connection => (Strings.FormatKnowledgeKeysOf(connection.Name), Strings.FormatConfirmRemoveKey(id)),
            connection => RequireFreeFor(id, connection)
        );
    }

    // Who may not revoke keys is told that as soon as it is sure, and no command that takes the same role.
    private void RequireFreeFor(string id, WorkspaceConnection connection)
    {
        if (WorkspaceRole.CanManage(connection.Role) != false)
            RequireFree(id, connection);
    }

    private void RequireFree(string id, WorkspaceConnection connection)
    {
        if (!Force && Registry.Apps.FirstOrDefault(app => DifyId.AreSame(app.KeyId, id)) is { } user)
            throw InUse(id, user.Name, connection);
    }

    private async Task RemoveAsync(KeyInvocation call, string id)
    {
        var connection = call.Open.Connection;
        KeyErrors.RequireRemoving(
            connection,
            connection.Name,
            Strings.FormatKnowledgeKeysOf(connection.Name),
            KeyErrors.RemovalOf(connection.Name, appId: null, id)
        );
        using var taken = await call.Work.TakeAsync(call.Open, null, call.Token).ConfigureAwait(false);
        RequireFree(id, connection);
        // An entry may tell no id of its key, or that of an older one: what is in the vault is compared with as much as the server shows.
        if (!Force && await call.FindUserAsync(_users, null, id).ConfigureAwait(false) is { } user)
            throw InUse(id, user, connection);
        if (await call.Open.KeysOf(null).DeleteAsync(id, call.Token).ConfigureAwait(false) == KeyRemoval.Deleted)
            return;
        // An answer counts only of the workspace that the connection was made for.
        await call.Open.Client.Workspaces.RequireCurrentAsync(connection.WorkspaceId, call.Token).ConfigureAwait(false);
        throw new DifyCommandException(
            "KnowledgeKeyNotFound",
            ErrorCategory.ObjectNotFound,
            Strings.FormatKnowledgeKeyNotFound(connection.Name, id),
            Strings.FormatKnowledgeKeyNotFoundAction(Quoting.Quote(connection.Name))
        );
    }

    private DifyCommandException InUse(string id, string user, WorkspaceConnection connection) =>
        new(
            "KnowledgeKeyInUse",
            ErrorCategory.ResourceBusy,
            Strings.FormatKnowledgeKeyInUse(id, user),
            KeyErrors.InUseAction(Registry, user, connection.Name, null, id),
            user
        );
}

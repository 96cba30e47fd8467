using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Makes a knowledge key (console: <c>POST /datasets/api-keys</c>), for chosen knowledge bases where the server limits keys, and gives it
/// once, as Register-DifyApp takes it.
/// </summary>
[Cmdlet(VerbsCommon.New, "DifyKnowledgeKey", SupportsShouldProcess = true)]
[OutputType(typeof(DifyKnowledgeKey))]
public sealed class NewDifyKnowledgeKeyCommand : DifyWorkspaceCmdlet
{
    /// <summary>The knowledge bases that the key is to open; all of the workspace when missing.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [TextArgument(nameof(KnowledgeBaseId), Many = true)]
    public string[]? KnowledgeBaseId { get; set; }

    /// <summary>Makes one key.</summary>
    protected override void ProcessRecord()
    {
        string[]? bases = null;
        if (!TryItem(Workspace, () => bases = KnowledgeBaseId?.Select(id => KnowledgeAccess.IdOf(id)!).ToArray()))
            return;
        var wanted = bases;
        Change(
            Workspace,
            connection => (connection.Name, wanted is null ? Strings.ConfirmNewKnowledgeKey : Strings.FormatConfirmNewScopedKey(string.Join(", ", wanted))),
            async call =>
            {
                var open = new OpenWorkspace(call.Context.Registry.FindWorkspace(call.Workspace) ?? call.Connection, call.Client)
                {
                    KnowledgeBaseIds = wanted,
                };
                KeyErrors.RequireManaging(open);
                var work = new KeyWork(call.Context.Registry, call.Context.Vaults, call.Context.Connector);
                using var taken = await work.TakeAsync(open, null, call.Token).ConfigureAwait(false);
                var (operation, key) = await work
                    .Minter.MintAsync(open, KeyOperation.Of(open, null), null, call.Token)
                    .ConfigureAwait(false);
                var made = new DifyKnowledgeKey
                {
                    Workspace = call.Workspace,
                    KeyId = key.Id,
                    Masked = key.Masked,
                    CreatedAt = key.CreatedAt?.ToLocalTime(),
                    KnowledgeBaseIds = key.KnowledgeBaseIds ?? [],
                    ApiKey = key.Key!.ToSecureString(),
                };
                await call.Context.WriteObjectAsync(made, call.Token).ConfigureAwait(false);
                await work.Minter.Journal.ForgetAsync(operation, call.Token).ConfigureAwait(false);
            }
        );
    }
}

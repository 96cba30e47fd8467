using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces;
using DifyPS.Pipeline.Arguments;
using DifyPS.Pipeline.Batch;
using Task = System.Threading.Tasks.Task;

namespace DifyPS.Commands;

/// <summary>
/// Makes a knowledge key (console: <c>POST /datasets/api-keys</c>), for chosen knowledge bases where the server limits keys, and gives it
/// once, as Register-DifyApp takes it.
/// </summary>
[Cmdlet(VerbsCommon.New, "DifyKnowledgeKey", SupportsShouldProcess = true)]
[OutputType(typeof(DifyKnowledgeKey))]
public sealed class NewDifyKnowledgeKeyCommand : KnowledgeKeyCmdlet
{
    /// <summary>The knowledge bases that the key is to open; all of the workspace when missing.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [IdArgument(nameof(KnowledgeBaseId), Many = true, Narrows = true)]
    public string[]? KnowledgeBaseId { get; set; }

    /// <summary>Makes one key.</summary>
    protected override void ProcessRecord()
    {
        var wanted = KnowledgeBaseId?.Distinct().ToArray();
        Add(
            Workspace,
            call => MakeAsync(call, wanted),
            connection =>
                (
                    connection.Name,
                    wanted is null
                        ? Strings.ConfirmNewKnowledgeKey
                        : Strings.FormatConfirmNewScopedKey(string.Join(", ", wanted))
                )
        );
    }

    private static async Task MakeAsync(KeyInvocation call, string[]? bases)
    {
        var open = call.Open with { KnowledgeBaseIds = bases };
        KeyErrors.RequireManaging(open);
        using var taken = await call.Work.TakeAsync(open, null, call.Token).ConfigureAwait(false);
        var (operation, key) = await call
            .Work.Minter.MintAsync(open, KeyOperation.Of(open, null), null, call.Token)
            .ConfigureAwait(false);
        // Whoever takes it may bind it. Were this to end before, the next run would find a key that nobody has.
        await call
            .Context.WriteObjectAsync(DifyKnowledgeKey.From(open.Connection.Name, key, [], isNew: true), call.Token)
            .ConfigureAwait(false);
        await call.Work.Minter.Journal.ForgetAsync(operation, call.Token).ConfigureAwait(false);
    }
}

using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Completion;
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
    /// <summary>The name of the connection; the only one there is when missing.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [WorkspaceNameArgument("Workspace")]
    [ArgumentCompleter(typeof(WorkspaceNameCompleter))]
    public override string? Workspace { get; set; }

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

    private static Task MakeAsync(KeyInvocation call, string[]? bases)
    {
        var open = call.Open with { KnowledgeBaseIds = bases };
        KeyErrors.RequireManaging(open);
        return call.GiveNewKeyAsync(open, null, key => DifyKnowledgeKey.From(open.Connection.Name, key, [], isNew: true));
    }
}

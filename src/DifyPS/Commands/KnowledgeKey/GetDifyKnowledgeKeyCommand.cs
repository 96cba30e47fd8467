using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Completion;
using DifyPS.Pipeline.Arguments;
using DifyPS.Pipeline.Batch;
using Task = System.Threading.Tasks.Task;

namespace DifyPS.Commands;

/// <summary>Lists the knowledge keys of a workspace (console: <c>GET /datasets/api-keys</c>). No key is shown.</summary>
[Cmdlet(VerbsCommon.Get, "DifyKnowledgeKey")]
[OutputType(typeof(DifyKnowledgeKey))]
public sealed class GetDifyKnowledgeKeyCommand : KnowledgeKeyCmdlet
{
    /// <summary>The name of the connection; the only one there is when missing.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [WorkspaceNameArgument("Workspace")]
    [ArgumentCompleter(typeof(WorkspaceNameCompleter))]
    public override string? Workspace { get; set; }

    /// <summary>Only keys that nobody has used for so many days.</summary>
    [Parameter]
    [ValidateRange(0, 100_000)]
    public int Unused { get; set; } = -1;

    /// <summary>Lists the keys of one workspace.</summary>
    protected override void ProcessRecord() => Add(Workspace, ListAsync);

    private async Task ListAsync(KeyInvocation call)
    {
        var users = new KeyUsers();
        var keys = await call.Open.KeysOf(null).ListAsync(call.Token).ConfigureAwait(false);
        foreach (var key in keys.Where(key => KeyAge.IsUnused(key, Unused)).OrderBy(key => key.CreatedAt))
        {
            var names = await users
                .OfAsync(key, null, call.Context.Registry.Apps, call.Context.Connector, isSure: false, call.Token)
                .ConfigureAwait(false);
            var shown = DifyKnowledgeKey.From(call.Open.Connection.Name, key, names);
            CompletionCache.Note(call.Open.Connection, shown);
            call.Context.WriteObject(shown);
        }
    }
}

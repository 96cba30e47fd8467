using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Annotations;
using DifyPS.Bindings.Identity;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Switches the annotation reply of a chat app on (<c>POST /apps/annotation-reply/{action}</c>).</summary>
[Cmdlet(VerbsLifecycle.Enable, "DifyAnnotationReply", SupportsShouldProcess = true)]
[OutputType(typeof(DifyAnnotationReplyJob))]
[WorksWith(AppScope.ChatButNewAgent)]
public sealed class EnableDifyAnnotationReplyCommand : AnnotationReplyCmdlet
{
    /// <summary>The provider of the embedding model.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(EmbeddingProvider))]
    public string EmbeddingProvider { get; set; } = string.Empty;

    /// <summary>The embedding model, which compares questions.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(EmbeddingModel))]
    public string EmbeddingModel { get; set; } = string.Empty;

    private protected override string Action => "Enable";

    private protected override (string Provider, string Model) Embedding => (EmbeddingProvider, EmbeddingModel);

    private protected override Task<AnnotationReplyJob> BeginAsync(
        DifyClient client,
        AnnotationReplySettings settings,
        CancellationToken cancellationToken
    ) => client.Annotations.EnableReplyAsync(settings, cancellationToken);

    private protected override Task<AnnotationReplyJob> AskAsync(DifyClient client, string jobId, CancellationToken cancellationToken) =>
        client.Annotations.GetEnableJobAsync(jobId, cancellationToken);
}

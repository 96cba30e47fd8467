using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Annotations;
using DifyPS.Bindings.Identity;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Switches the annotation reply of a chat app off (<c>POST /apps/annotation-reply/{action}</c>).</summary>
[Cmdlet(VerbsLifecycle.Disable, "DifyAnnotationReply", SupportsShouldProcess = true)]
[OutputType(typeof(DifyAnnotationReplyJob))]
[WorksWith(AppScope.ChatButNewAgent)]
public sealed class DisableDifyAnnotationReplyCommand : AnnotationReplyCmdlet
{
    // Dify checks the settings before it looks at what is to be done, and uses none of them here.

    /// <summary>The provider of the embedding model.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(EmbeddingProvider))]
    public string EmbeddingProvider { get; set; } = "openai";

    /// <summary>The embedding model.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(EmbeddingModel))]
    public string EmbeddingModel { get; set; } = "text-embedding-3-small";

    private protected override string Action => "Disable";

    private protected override (string Provider, string Model) Embedding => (EmbeddingProvider, EmbeddingModel);

    private protected override Task<AnnotationReplyJob> BeginAsync(
        DifyClient client,
        AnnotationReplySettings settings,
        CancellationToken cancellationToken
    ) => client.Annotations.DisableReplyAsync(settings, cancellationToken);

    private protected override Task<AnnotationReplyJob> AskAsync(DifyClient client, string jobId, CancellationToken cancellationToken) =>
        client.Annotations.GetDisableJobAsync(jobId, cancellationToken);
}

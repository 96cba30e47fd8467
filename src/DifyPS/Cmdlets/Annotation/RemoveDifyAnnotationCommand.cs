using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Deletes an annotation of a chat app (<c>DELETE /apps/annotations/{annotation_id}</c>).</summary>
[Cmdlet(VerbsCommon.Remove, "DifyAnnotation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveDifyAnnotationCommand : DifyAppCmdlet
{
    /// <summary>The annotation.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AnnotationIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string AnnotationId { get; set; } = string.Empty;

    /// <summary>Deletes one.</summary>
    protected override void ProcessRecord()
    {
        var binding = FindApp(AnnotationId, app => ModeGuard.Require(app, "Remove-DifyAnnotation", ModeGuard.ChatButNewAgent));
        if (binding is null || !ShouldProcess(AnnotationId, Strings.FormatConfirmRemoveAnnotation(binding.Name)))
            return;
        RunItem(AnnotationId, async (context, token) =>
        {
            var client = await context.Connector.ConnectAsync(binding, token).ConfigureAwait(false);
            await client.Annotations.DeleteAsync(AnnotationId, token).ConfigureAwait(false);
        });
    }
}

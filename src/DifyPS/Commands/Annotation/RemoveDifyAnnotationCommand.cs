using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Deletes an annotation of a chat app (<c>DELETE /apps/annotations/{annotation_id}</c>).</summary>
[Cmdlet(VerbsCommon.Remove, "DifyAnnotation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
[WorksWith(AppScope.ChatButNewAgent)]
public sealed class RemoveDifyAnnotationCommand : DifyAppCmdlet
{
    /// <summary>The annotation.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AnnotationIdCompleter))]
    [KeptIdArgument(nameof(AnnotationId))]
    public string AnnotationId { get; set; } = string.Empty;

    /// <summary>Deletes one.</summary>
    protected override void ProcessRecord() =>
        Change(
            AnnotationId,
            app => (AnnotationId, Strings.FormatConfirmRemoveAnnotation(app.Name)),
            call => call.Client.Annotations.DeleteAsync(AnnotationId, call.Token)
        );
}

using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Adds an annotation to a chat app (<c>POST /apps/annotations</c>).</summary>
[Cmdlet(VerbsCommon.Add, "DifyAnnotation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(DifyAnnotation))]
[WorksWith(AppScope.ChatButNewAgent)]
public sealed class AddDifyAnnotationCommand : DifyAppCmdlet
{
    /// <summary>The question.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextArgument(nameof(Question))]
    public string Question { get; set; } = string.Empty;

    /// <summary>The answer to give to it.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextArgument(nameof(Answer))]
    public string Answer { get; set; } = string.Empty;

    /// <summary>Adds one.</summary>
    protected override void ProcessRecord() =>
        Change(
            Question,
            app => (Question, Strings.FormatConfirmAddAnnotation(app.Name)),
            async call =>
                call.Context.WriteObject(
                    new DifyAnnotation(call.App, await call.Client.Annotations.AddAsync(Question, Answer, call.Token).ConfigureAwait(false))
                )
        );
}

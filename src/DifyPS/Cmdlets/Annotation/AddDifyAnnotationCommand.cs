using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Adds an annotation to a chat app (<c>POST /apps/annotations</c>).</summary>
[Cmdlet(VerbsCommon.Add, "DifyAnnotation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(DifyAnnotation))]
public sealed class AddDifyAnnotationCommand : DifyAppCmdlet
{
    /// <summary>The question.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Question { get; set; } = string.Empty;

    /// <summary>The answer to give to it.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Answer { get; set; } = string.Empty;

    /// <summary>Adds one.</summary>
    protected override void ProcessRecord()
    {
        var binding = FindApp(Question, app => ModeGuard.Require(app, "Add-DifyAnnotation", ModeGuard.ChatButNewAgent));
        if (binding is null || !ShouldProcess(Question, Strings.FormatConfirmAddAnnotation(binding.Name)))
            return;
        RunItem(Question, async (context, token) =>
        {
            var client = await context.Connector.ConnectAsync(binding, token).ConfigureAwait(false);
            var annotation = await client.Annotations.AddAsync(Question, Answer, token).ConfigureAwait(false);
            context.WriteObject(new DifyAnnotation(binding, annotation));
        });
    }
}

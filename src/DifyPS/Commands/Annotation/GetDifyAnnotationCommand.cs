using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Lists the annotations of a chat app (<c>GET /apps/annotations</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyAnnotation")]
[OutputType(typeof(DifyAnnotation))]
[WorksWith(AppScope.ChatButNewAgent)]
public sealed class GetDifyAnnotationCommand : DifyListCmdlet
{
    /// <summary>Only those with this in their question or answer.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(Keyword))]
    public string? Keyword { get; set; }

    /// <summary>Lists the annotations of one app.</summary>
    protected override void ProcessRecord() =>
        List(
            App,
            call => call.Client.Annotations.ListAsync(Keyword, Most, call.Token),
            (call, annotation) => new DifyAnnotation(call.App, annotation)
        );
}

using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Lists the annotations of a chat app (<c>GET /apps/annotations</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyAnnotation")]
[OutputType(typeof(DifyAnnotation))]
public sealed class GetDifyAnnotationCommand : DifyListCmdlet
{
    /// <summary>Only those with this in their question or answer.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Keyword { get; set; }

    /// <summary>Lists the annotations of one app.</summary>
    protected override void ProcessRecord() => List(
        App,
        binding => ModeGuard.Require(binding, "Get-DifyAnnotation", ModeGuard.ChatButNewAgent),
        (client, _, token) => client.Annotations.ListAsync(Keyword, Most, token),
        (binding, annotation) => new DifyAnnotation(binding, annotation));
}

using System.Management.Automation;
using DifyPS.Completion;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>A cmdlet that speaks to knowledge, by the name of its key.</summary>
public abstract class DifyKnowledgeCmdlet : DifyBoundCmdlet
{
    /// <summary>The name of the knowledge key. Every object of the module carries it as App, so it flows through pipelines.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("App", "Name")]
    [AppNameArgument("Knowledge", "App", "Name")]
    [ArgumentCompleter(typeof(AppNameCompleter))]
    public string Knowledge { get; set; } = string.Empty;

    private protected override string BoundName => Knowledge;

    private protected override string BoundParameter => nameof(Knowledge);
}

using System.Management.Automation;
using DifyPS.Completion;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>A cmdlet that speaks to one app, by its name.</summary>
public abstract class DifyAppCmdlet : DifyBoundCmdlet
{
    /// <summary>The app's name. Every object of the module carries it, so it flows through pipelines.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [AppNameArgument("App", "Name")]
    [ArgumentCompleter(typeof(AppNameCompleter))]
    public string App { get; set; } = string.Empty;

    private protected override string BoundName => App;
}

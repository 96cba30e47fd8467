using System.Management.Automation;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Has Tab complete input variables within <c>-Inputs @{ }</c>, in this session. Sends nothing.</summary>
[Cmdlet(VerbsLifecycle.Enable, "DifyInputCompletion")]
[OutputType(typeof(void))]
public sealed class EnableDifyInputCompletionCommand : DifyCmdlet
{
    /// <summary>Switches it on.</summary>
    protected override void EndProcessing() => TryItem(InputCompletion.Function, () => InputCompletion.Enable(this));
}

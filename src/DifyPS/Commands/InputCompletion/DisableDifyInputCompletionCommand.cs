using System.Management.Automation;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Undoes <c>Enable-DifyInputCompletion</c>. Sends nothing.</summary>
[Cmdlet(VerbsLifecycle.Disable, "DifyInputCompletion")]
[OutputType(typeof(void))]
public sealed class DisableDifyInputCompletionCommand : DifyCmdlet
{
    /// <summary>Switches it off.</summary>
    protected override void EndProcessing() => TryItem(InputCompletion.Function, InputCompletion.Disable);
}

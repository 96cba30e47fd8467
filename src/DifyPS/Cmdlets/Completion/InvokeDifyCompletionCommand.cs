using System.Management.Automation;
using Dify.Client.Completions;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Inputs;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Has a text generator write and gives its text (<c>POST /completion-messages</c>, streaming on the wire).</summary>
[Cmdlet(VerbsLifecycle.Invoke, "DifyCompletion", DefaultParameterSetName = ResultSet)]
[OutputType(typeof(DifyCompletion))]
[OutputType(typeof(DifyBatchSummary))]
[OutputType(typeof(DifyStreamEvent), ParameterSetName = new[] { EventSet })]
public sealed class InvokeDifyCompletionCommand : RunCmdlet
{
    /// <summary>An object whose properties fill the app's input variables; or text, for an app with one text variable.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The text to process, for an app that takes it apart from its input variables.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Query { get; set; }

    /// <summary>The end user to ask for; the binding's own when missing.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Asks for one text.</summary>
    protected override void ProcessRecord()
    {
        var (item, query) = (InputObject, Query);
        var origin = (object?)item ?? Inputs ?? (object?)query;
        Run(
            origin ?? App,
            ModeGuard.Completion,
            binding => new RunOrder(RunUser.Of(User, item, binding), Given(item), true, LooseFiles.Message, query),
            (plan, client, input, token) => new CompletionRun(
                plan,
                new CompletionRequest { User = plan.User, Inputs = input.Inputs, Query = query, Files = input.Files },
                origin).RunAsync(client, token));
    }
}

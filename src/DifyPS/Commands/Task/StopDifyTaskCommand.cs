using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client.Apps;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Stops an answer, a text or a workflow run under way, by the route of its app's mode:
/// <c>POST /chat-messages/{task_id}/stop</c>, <c>POST /completion-messages/{task_id}/stop</c> or
/// <c>POST /workflows/tasks/{task_id}/stop</c>.
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "DifyTask", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
[WorksWith(AppScope.App)]
public sealed class StopDifyTaskCommand : DifyAppCmdlet
{
    /// <summary>The task, as results and events carry it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [TextArgument(nameof(TaskId))]
    public string TaskId { get; set; } = string.Empty;

    /// <summary>The end user whose task it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Stops one task.</summary>
    protected override void ProcessRecord() => Change(TaskId, _ => (App, Strings.FormatConfirmStopTask(TaskId)), StopAsync);

    private async Task StopAsync(AppInvocation call)
    {
        // A binding that was never verified does not know its mode, and a wrong route stops nothing.
        var mode = call.Binding.Mode ?? (await call.Client.Apps.GetInfoAsync(call.Token).ConfigureAwait(false)).Mode;
        var user = call.UserOr(User);
        await (mode switch
        {
            AppMode.Workflow => call.Client.Workflows.StopAsync(TaskId, user, call.Token),
            AppMode.Completion => call.Client.Completions.StopAsync(TaskId, user, call.Token),
            _ => call.Client.Chat.StopAsync(TaskId, user, call.Token),
        }).ConfigureAwait(false);
    }
}

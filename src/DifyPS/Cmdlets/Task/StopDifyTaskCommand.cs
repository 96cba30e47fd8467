using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// Stops an answer, a text or a workflow run under way, by the route of its app's mode:
/// <c>POST /chat-messages/{task_id}/stop</c>, <c>POST /completion-messages/{task_id}/stop</c> or
/// <c>POST /workflows/tasks/{task_id}/stop</c>.
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "DifyTask", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopDifyTaskCommand : DifyCallCmdlet
{
    /// <summary>The task, as results and events carry it.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string TaskId { get; set; } = string.Empty;

    /// <summary>The end user whose task it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Stops one task.</summary>
    protected override void ProcessRecord()
    {
        var task = TaskId;
        if (FindApp(task, binding => Keys.RequireApp(binding, MyInvocation.MyCommand.Name)) is not { } binding || !ShouldProcess(App, Strings.FormatConfirmStopTask(task)))
            return;
        var user = User ?? binding.User;
        Call(task, binding, async (_, client, token) =>
        {
            // A binding that was never verified does not know its mode, and a wrong route stops nothing.
            var mode = binding.Mode ?? (await client.Apps.GetInfoAsync(token).ConfigureAwait(false)).Mode;
            await StopAsync(client, mode, task, user, token).ConfigureAwait(false);
        });
    }

    private static Task StopAsync(DifyClient client, string? mode, string task, string user, CancellationToken cancellationToken) => mode switch
    {
        AppMode.Workflow => client.Workflows.StopAsync(task, user, cancellationToken),
        AppMode.Completion => client.Completions.StopAsync(task, user, cancellationToken),
        _ => client.Chat.StopAsync(task, user, cancellationToken),
    };
}

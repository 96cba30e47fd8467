using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Deletes a conversation with its messages (<c>DELETE /conversations/{conversation_id}</c>).</summary>
[Cmdlet(VerbsCommon.Remove, "DifyConversation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed class RemoveDifyConversationCommand : DifyCallCmdlet
{
    /// <summary>The conversation.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string ConversationId { get; set; } = string.Empty;

    /// <summary>The end user whose conversation it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Deletes one conversation.</summary>
    protected override void ProcessRecord()
    {
        var binding = FindApp(ConversationId, app => ModeGuard.Require(app, "Remove-DifyConversation", ModeGuard.Chat));
        if (binding is null || !ShouldProcess(Strings.FormatTargetConversation(ConversationId, binding.Name), Strings.ConfirmRemoveConversation))
            return;
        Call(ConversationId, binding, (_, client, token) => client.Conversations.DeleteAsync(ConversationId, User ?? binding.User, token));
    }
}

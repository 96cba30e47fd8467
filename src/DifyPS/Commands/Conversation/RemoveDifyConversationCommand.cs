using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Deletes a conversation with its messages (<c>DELETE /conversations/{conversation_id}</c>).</summary>
[Cmdlet(VerbsCommon.Remove, "DifyConversation", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
[WorksWith(AppScope.Chat)]
public sealed class RemoveDifyConversationCommand : DifyAppCmdlet
{
    /// <summary>The conversation.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [KeptIdArgument(nameof(ConversationId))]
    public string ConversationId { get; set; } = string.Empty;

    /// <summary>The end user whose conversation it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Deletes one conversation.</summary>
    protected override void ProcessRecord() => Change(
        ConversationId,
        app => (Strings.FormatTargetConversation(ConversationId, app.Name), Strings.ConfirmRemoveConversation),
        call => call.Client.Conversations.DeleteAsync(ConversationId, call.UserOr(User), call.Token));
}

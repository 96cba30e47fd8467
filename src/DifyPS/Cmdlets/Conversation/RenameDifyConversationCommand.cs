using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Gives a conversation another title (<c>POST /conversations/{conversation_id}/name</c>).</summary>
[Cmdlet(VerbsCommon.Rename, "DifyConversation", SupportsShouldProcess = true, DefaultParameterSetName = TitleSet)]
[OutputType(typeof(DifyConversation))]
public sealed class RenameDifyConversationCommand : DifyCallCmdlet
{
    private const string TitleSet = "Title";
    private const string AutoSet = "Auto";

    /// <summary>The new title.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = TitleSet)]
    [ValidateNotNullOrEmpty]
    public string NewTitle { get; set; } = string.Empty;

    /// <summary>Let Dify make a title from what was said.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AutoSet)]
    public SwitchParameter Auto { get; set; }

    /// <summary>The conversation.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string ConversationId { get; set; } = string.Empty;

    /// <summary>The end user whose conversation it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Give the renamed conversation.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Renames one conversation.</summary>
    protected override void ProcessRecord()
    {
        var binding = FindApp(ConversationId, app => ModeGuard.Require(app, "Rename-DifyConversation", ModeGuard.Chat));
        var automatic = ParameterSetName == AutoSet;
        if (binding is null || !ShouldProcess(
            Strings.FormatTargetConversation(ConversationId, binding.Name),
            automatic ? Strings.ConfirmTitleByDify : Strings.FormatConfirmRename(NewTitle)))
        {
            return;
        }

        var user = User ?? binding.User;
        Call(ConversationId, binding, async (context, client, token) =>
        {
            var renamed = await client.Conversations.RenameAsync(ConversationId, user, automatic ? null : NewTitle, token).ConfigureAwait(false);
            if (PassThru)
                context.WriteObject(new DifyConversation(binding.Name, user, renamed));
        });
    }
}

using System.Management.Automation;
using Dify.Client.Conversations;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Gives a conversation another title (<c>POST /conversations/{conversation_id}/name</c>).</summary>
[Cmdlet(VerbsCommon.Rename, "DifyConversation", SupportsShouldProcess = true, DefaultParameterSetName = TitleSet)]
[OutputType(typeof(DifyConversation))]
[WorksWith(AppScope.Chat)]
public sealed class RenameDifyConversationCommand : DifyAppCmdlet
{
    private const string TitleSet = "Title";
    private const string AutoSet = "Auto";

    /// <summary>The new title.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = TitleSet)]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(NewTitle))]
    public string NewTitle { get; set; } = string.Empty;

    /// <summary>Let Dify make a title from what was said.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AutoSet)]
    public SwitchParameter Auto { get; set; }

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

    /// <summary>Give the renamed conversation.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Renames one conversation.</summary>
    protected override void ProcessRecord() =>
        Change(
            ConversationId,
            app =>
                (
                    Strings.FormatTargetConversation(ConversationId, app.Name),
                    Auto ? Strings.ConfirmTitleByDify : Strings.FormatConfirmRename(NewTitle)
                ),
            async call =>
            {
                var user = call.UserOr(User);
                var renamed = await call
                    .Client.Conversations.RenameAsync(ConversationId, user, Auto ? null : NewTitle, call.Token)
                    .ConfigureAwait(false);
                if (PassThru)
                    call.Context.WriteObject(new DifyConversation(call.App, user, renamed));
            }
        );
}

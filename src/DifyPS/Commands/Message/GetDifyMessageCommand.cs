using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Lists what was said in a conversation, newest first (<c>GET /messages</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyMessage")]
[OutputType(typeof(DifyMessage))]
[WorksWith(AppScope.Chat)]
public sealed class GetDifyMessageCommand : DifyListCmdlet
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

    /// <summary>Lists the messages of one conversation.</summary>
    protected override void ProcessRecord() => List(
        ConversationId,
        call => call.Client.Conversations.GetMessagesAsync(ConversationId, call.UserOr(User), Most, call.Token),
        (call, item) => new DifyMessage(call.App, call.UserOr(User), item));
}

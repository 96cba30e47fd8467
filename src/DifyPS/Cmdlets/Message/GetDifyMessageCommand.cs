using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Lists what was said in a conversation, newest first (<c>GET /messages</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyMessage")]
[OutputType(typeof(DifyMessage))]
public sealed class GetDifyMessageCommand : DifyListCmdlet
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

    /// <summary>Lists the messages of one conversation.</summary>
    protected override void ProcessRecord() => List(
        ConversationId,
        binding => ModeGuard.Require(binding, "Get-DifyMessage", ModeGuard.Chat),
        (client, binding, token) => client.Conversations.GetMessagesAsync(ConversationId, User ?? binding.User, Most, token),
        (binding, item) => new DifyMessage(binding.Name, User ?? binding.User, item));
}

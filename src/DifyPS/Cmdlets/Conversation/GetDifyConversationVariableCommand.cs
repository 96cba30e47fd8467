using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Lists what a conversation remembers by name (<c>GET /conversations/{conversation_id}/variables</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyConversationVariable")]
[OutputType(typeof(DifyConversationVariable))]
public sealed class GetDifyConversationVariableCommand : DifyListCmdlet
{
    /// <summary>The conversation.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string ConversationId { get; set; } = string.Empty;

    /// <summary>Only the variable of this name; wildcards are welcome.</summary>
    [Parameter(Position = 2)]
    [ArgumentCompleter(typeof(VariablePatternCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string? VariableName { get; set; }

    /// <summary>The end user whose conversation it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Lists the variables of one conversation.</summary>
    protected override void ProcessRecord() => List(
        ConversationId,
        binding => ModeGuard.Require(binding, "Get-DifyConversationVariable", ModeGuard.ChatButNewAgent),
        (client, binding, token) => VariableName is null
            ? client.Conversations.GetVariablesAsync(ConversationId, User ?? binding.User, name: null, Most, token)
            : Variables.MatchAsync(client, ConversationId, User ?? binding.User, VariableName, Most, token),
        (binding, item) => new DifyConversationVariable(binding.Name, User ?? binding.User, ConversationId, item));
}

using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Forms;

namespace DifyPS.Commands;

/// <summary>Lists what a conversation remembers by name (<c>GET /conversations/{conversation_id}/variables</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyConversationVariable")]
[OutputType(typeof(DifyConversationVariable))]
[WorksWith(AppScope.ChatButNewAgent)]
public sealed class GetDifyConversationVariableCommand : DifyListCmdlet
{
    /// <summary>The conversation.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [KeptIdArgument(nameof(ConversationId))]
    public string ConversationId { get; set; } = string.Empty;

    /// <summary>Only the variable of this name; wildcards are welcome.</summary>
    [Parameter(Position = 2)]
    [ArgumentCompleter(typeof(VariablePatternCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(VariableName))]
    public string? VariableName { get; set; }

    /// <summary>The end user whose conversation it is; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Lists the variables of one conversation.</summary>
    protected override void ProcessRecord() => List(
        ConversationId,
        call => VariableName is null
            ? call.Client.Conversations.GetVariablesAsync(ConversationId, call.UserOr(User), name: null, Most, call.Token)
            : VariableValue.MatchAsync(call.Client, ConversationId, call.UserOr(User), VariableName, Most, call.Token),
        (call, item) => new DifyConversationVariable(call.App, call.UserOr(User), ConversationId, item));
}

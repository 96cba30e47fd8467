using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Asks which questions could be asked after an answer (<c>GET /messages/{message_id}/suggested</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifySuggestedQuestion")]
[OutputType(typeof(DifySuggestedQuestion))]
public sealed class GetDifySuggestedQuestionCommand : DifyCallCmdlet
{
    /// <summary>The message.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MessageIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string MessageId { get; set; } = string.Empty;

    /// <summary>The conversation, for the questions to carry on; Dify does not need it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [AllowNull]
    [AllowEmptyString]
    public string? ConversationId { get; set; }

    /// <summary>The end user who got the answer; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Asks about one message.</summary>
    protected override void ProcessRecord()
    {
        var binding = FindApp(MessageId, app => ModeGuard.Require(app, "Get-DifySuggestedQuestion", ModeGuard.Chat));
        if (binding is null)
            return;
        var user = User ?? binding.User;
        Call(MessageId, binding, async (context, client, token) =>
        {
            foreach (var question in await client.Chat.GetSuggestedQuestionsAsync(MessageId, user, token).ConfigureAwait(false))
                context.WriteObject(new DifySuggestedQuestion(binding.Name, user, ConversationId, MessageId, question));
        });
    }
}

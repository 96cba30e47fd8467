using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Asks which questions could be asked after an answer (<c>GET /messages/{message_id}/suggested</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifySuggestedQuestion")]
[OutputType(typeof(DifySuggestedQuestion))]
[WorksWith(AppScope.Chat)]
public sealed class GetDifySuggestedQuestionCommand : DifyAppCmdlet
{
    /// <summary>The message.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MessageIdCompleter))]
    [KeptIdArgument(nameof(MessageId))]
    public string MessageId { get; set; } = string.Empty;

    /// <summary>The conversation, for the questions to carry on; Dify does not need it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [KeptIdArgument(nameof(ConversationId), Optional = true)]
    public string? ConversationId { get; set; }

    /// <summary>The end user who got the answer; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Asks about one message.</summary>
    protected override void ProcessRecord() => Get(MessageId, async call =>
        {
            var user = call.UserOr(User);
            var questions = await call.Client.Chat.GetSuggestedQuestionsAsync(MessageId, user, call.Token).ConfigureAwait(false);
            return questions
                .Select(question => new DifySuggestedQuestion(
                    call.App,
                    user,
                    string.IsNullOrEmpty(ConversationId) ? null : ConversationId,
                    MessageId,
                    question
                ))
                .ToList();
        });
}

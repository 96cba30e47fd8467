using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Rates an answer, or takes a rating back (<c>POST /messages/{message_id}/feedbacks</c>).</summary>
[Cmdlet(VerbsCommunications.Send, "DifyFeedback", SupportsShouldProcess = true, DefaultParameterSetName = RateSet)]
[OutputType(typeof(PSObject))]
[WorksWith(AppScope.Messages)]
public sealed class SendDifyFeedbackCommand : DifyAppCmdlet
{
    private const string RateSet = "Rate";
    private const string WithdrawSet = "Withdraw";

    /// <summary>The message.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MessageIdCompleter))]
    [KeptIdArgument(nameof(MessageId))]
    public string MessageId { get; set; } = string.Empty;

    /// <summary>What to think of its answer.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = RateSet)]
    [ValidateSet("Like", "Dislike")]
    public string Rating { get; set; } = string.Empty;

    /// <summary>What there is to say beside it.</summary>
    [Parameter(Position = 3, ParameterSetName = RateSet)]
    [Alias("Content")]
    [ValidateNotNullOrEmpty]
    public string? Text { get; set; }

    /// <summary>Take back what was said before.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithdrawSet)]
    public SwitchParameter Withdraw { get; set; }

    /// <summary>The end user who got the answer; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Pass on the object from the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Rates one answer.</summary>
    protected override void ProcessRecord()
    {
        var rating = Withdraw ? null : Rating.ToLowerInvariant();
        Change(
            InputObject?.Object ?? (object)MessageId,
            app =>
                (
                    Strings.FormatTargetMessage(MessageId, app.Name),
                    rating is null ? Strings.ConfirmRevokeFeedback : Strings.FormatConfirmSendFeedback(rating)
                ),
            async call =>
            {
                await call.Client.Feedback.SendAsync(MessageId, call.UserOr(User), rating, Text, call.Token).ConfigureAwait(false);
                if (PassThru && InputObject is not null)
                    call.Context.WriteObject(InputObject.Object);
            });
    }
}

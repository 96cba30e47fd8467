using System.Management.Automation;
using DifyPS.Binding;
using DifyPS.Completion;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Rates an answer, or takes a rating back (<c>POST /messages/{message_id}/feedbacks</c>).</summary>
[Cmdlet(VerbsCommunications.Send, "DifyFeedback", SupportsShouldProcess = true, DefaultParameterSetName = RateSet)]
[OutputType(typeof(PSObject))]
public sealed class SendDifyFeedbackCommand : DifyCallCmdlet
{
    private const string RateSet = "Rate";
    private const string WithdrawSet = "Withdraw";

    /// <summary>The message.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(MessageIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string MessageId { get; set; } = string.Empty;

    /// <summary>What to think of its answer.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = RateSet)]
    [ValidateSet("Like", "Dislike")]
    public string Rating { get; set; } = string.Empty;

    /// <summary>What there is to say beside it.</summary>
    [Parameter(ParameterSetName = RateSet)]
    [Alias("Content")]
    [ValidateNotNullOrEmpty]
    public string? Text { get; set; }

    /// <summary>Take back what was said before.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WithdrawSet)]
    public SwitchParameter Withdraw { get; set; }

    /// <summary>The end user who got the answer; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>The object from the pipeline, to pass on.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Pass on the object from the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Rates one answer.</summary>
    protected override void ProcessRecord()
    {
        var target = (object?)InputObject ?? MessageId;
        var binding = FindApp(target, app => ModeGuard.Require(app, "Send-DifyFeedback", ModeGuard.Messages));
        var rating = ParameterSetName == WithdrawSet ? null : Rating.ToLowerInvariant();
        if (binding is null || !ShouldProcess(
            Strings.FormatTargetMessage(MessageId, binding.Name), rating is null ? Strings.ConfirmRevokeFeedback : Strings.FormatConfirmSendFeedback(rating)))
        {
            return;
        }

        Call(target, binding, async (context, client, token) =>
        {
            await client.Feedback.SendAsync(MessageId, User ?? binding.User, rating, Text, token).ConfigureAwait(false);
            if (PassThru && InputObject is not null)
                context.WriteObject(InputObject);
        });
    }
}

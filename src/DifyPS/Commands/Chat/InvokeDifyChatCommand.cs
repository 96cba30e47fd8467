using System;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs.Chat;

namespace DifyPS.Commands;

/// <summary>Sends a message to a chat app and gives its reply (<c>POST /chat-messages</c>, streaming on the wire).</summary>
[Cmdlet(VerbsLifecycle.Invoke, "DifyChat", DefaultParameterSetName = ResultSet)]
[OutputType(typeof(DifyChatReply))]
[OutputType(typeof(DifyBatchSummary))]
[OutputType(typeof(DifyStreamEvent), ParameterSetName = new[] { EventSet })]
[WorksWith(AppScope.Chat)]
public sealed class InvokeDifyChatCommand : RunCmdlet
{
    /// <summary>What to say.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("Query")]
    [ValidateNotNullOrEmpty]
    [SayingArgument(nameof(Message), "Query")]
    public string Message { get; set; } = string.Empty;

    /// <summary>The conversation to go on with; a new one when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [KeptIdArgument(nameof(ConversationId), Optional = true)]
    public string? ConversationId { get; set; }

    /// <summary>The end user to speak for; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>A published version of a chatflow; the latest when missing.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(WorkflowIdCompleter))]
    [ValidateNotNullOrEmpty]
    [TextArgument(nameof(WorkflowId))]
    public string? WorkflowId { get; set; }

    private protected override object? Constants => WorkflowId;

    // A text of several words without quotes.
    private protected override string? ActionFor(StrayArguments strays) =>
        QuoteAction(strays, !IsGiven(nameof(Message)) ? null : RefusedText.Is(Message) ? "..." : Message);

    /// <summary>Sends one message.</summary>
    protected override void ProcessRecord()
    {
        ForgetOtherAppsConversation();
        var (message, workflow, item) = (Message, WorkflowId, InputObject?.Object);
        var origin = (object?)item ?? Inputs;
        var conversation = string.IsNullOrEmpty(ConversationId) ? null : ConversationId;
        Run(message, ChatKind.Instance, binding => ReadItem(null) with
        {
            User = User ?? binding.User,
            Text = message,
            Conversation = conversation,
            WorkflowId = workflow,
            Origin = origin,
            KeyItem = item,
        });
    }

    // The app comes first; who tells an app something may well have it the other way round.
    private protected override AppBinding GetBinding(string name)
    {
        try
        {
            return base.GetBinding(name);
        }
        catch (DifyCommandException e) when (e.ErrorId == "AppNotFound" && IsGiven(nameof(Message)) && Registry.Find(Message) is not null)
        {
            var app = Registry.Find(Message)!;
            throw new DifyCommandException(
                e.ErrorId,
                e.Category,
                Strings.FormatChatTurnedRound(name, app.Name),
                Strings.FormatChatTurnedRoundAction(Quoting.Quote(app.Name), Quoting.Quote(name)),
                name
            );
        }
    }

    // The cat's answer piped to the dog brings the cat's conversation and user along; neither means
    // anything to the dog.
    private void ForgetOtherAppsConversation()
    {
        if (InputObject?.Object?.Properties["App"]?.Value is not string from || AppName.Comparer.Equals(from, App))
            return;
        if (!IsGiven(nameof(ConversationId)))
            ConversationId = null;
        if (!IsGiven(nameof(User)))
            User = null;
    }
}

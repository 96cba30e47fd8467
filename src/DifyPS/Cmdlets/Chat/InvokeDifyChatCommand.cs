using System;
using System.Collections;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Apps;
using Dify.Client.Chat;
using DifyPS.Binding;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>Sends a message to a chat app and gives its reply (<c>POST /chat-messages</c>, streaming on the wire).</summary>
[Cmdlet(VerbsLifecycle.Invoke, "DifyChat", DefaultParameterSetName = ReplySet)]
[OutputType(typeof(DifyChatReply))]
[OutputType(typeof(DifyChatEvent), ParameterSetName = new[] { EventSet })]
public sealed class InvokeDifyChatCommand : DifyAppCmdlet
{
    private const string ReplySet = "Reply";
    private const string StreamSet = "Stream";
    private const string EventSet = "Event";

    private bool _conversationGiven;
    private bool _userGiven;

    /// <summary>What to say.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [Alias("Query")]
    [ValidateNotNullOrEmpty]
    public string Message { get; set; } = string.Empty;

    /// <summary>The object from the pipeline, to see where its properties come from.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The conversation to go on with; a new one when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyString]
    public string? ConversationId { get; set; }

    /// <summary>Values for the app's input variables.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Inputs { get; set; }

    /// <summary>The end user to speak for; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>A published version of a chatflow; the latest when missing.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkflowId { get; set; }

    /// <summary>Show the text at the host as it arrives.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StreamSet)]
    public SwitchParameter Stream { get; set; }

    /// <summary>Give every event as it arrives instead of one reply.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EventSet)]
    public SwitchParameter AsEvent { get; set; }

    /// <summary>The most seconds that the whole reply may take; no limit when missing or 0.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int TimeoutSeconds { get; set; }

    /// <summary>Notes what was said on the command line, as opposed to the pipeline.</summary>
    protected override void BeginProcessing()
    {
        _conversationGiven = MyInvocation.BoundParameters.ContainsKey(nameof(ConversationId));
        _userGiven = MyInvocation.BoundParameters.ContainsKey(nameof(User));
    }

    /// <summary>Sends one message.</summary>
    protected override void ProcessRecord()
    {
        ForgetOtherAppsConversation();
        AppBinding? binding = null;
        ChatRequest? request = null;
        var prepared = TryItem(Message, () =>
        {
            binding = Registry.Get(App);
            ModeGuard.Require(binding, "Invoke-DifyChat", ModeGuard.Chat);
            request = new ChatRequest
            {
                Query = Message,
                User = User ?? binding.User,
                ConversationId = string.IsNullOrEmpty(ConversationId) ? null : ConversationId,
                WorkflowId = WorkflowId,
                Inputs = Inputs is null ? null : PowerShellValues.ToInputs(Inputs),
            };
        });
        if (prepared)
            RunItem(Message, (context, token) => new ChatRun(context, binding!, request!, Watch(), TimeoutSeconds).RunAsync(token));
    }

    // The cat's answer piped to the dog brings the cat's conversation and user along; neither means
    // anything to the dog.
    private void ForgetOtherAppsConversation()
    {
        if (InputObject?.Properties["App"]?.Value is not string from || AppName.Comparer.Equals(from, App))
            return;
        if (!_conversationGiven)
            ConversationId = null;
        if (!_userGiven)
            User = null;
    }

    private ChatWatch Watch() => AsEvent ? ChatWatch.Events : Stream ? ChatWatch.Text : ChatWatch.Reply;
}

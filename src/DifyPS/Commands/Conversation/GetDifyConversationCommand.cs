using System.Management.Automation;
using Dify.Client.Conversations;
using DifyPS.Bindings.Identity;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>Lists an end user's conversations with an app (<c>GET /conversations</c>).</summary>
[Cmdlet(VerbsCommon.Get, "DifyConversation")]
[OutputType(typeof(DifyConversation))]
[WorksWith(AppScope.Chat)]
public sealed class GetDifyConversationCommand : DifyListCmdlet
{
    private const string ByUpdate = "UpdatedAt";
    private const string ByCreation = "CreatedAt";

    /// <summary>The end user whose conversations to list; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>What to sort by.</summary>
    [Parameter]
    [ValidateSet(ByUpdate, ByCreation)]
    public string SortBy { get; set; } = ByUpdate;

    /// <summary>The oldest first.</summary>
    [Parameter]
    public SwitchParameter Ascending { get; set; }

    // Whose conversations, most likely.
    private protected override string? ActionFor(StrayArguments strays) =>
        strays.Words is [var word] && User is null && !int.TryParse(word, out _) && !RefusedText.Is(App)
            ? Strings.FormatArgumentUserAction($"{CommandName} {Quoting.Quote(App)} -{nameof(User)} {Quoting.Quote(word)}")
            : null;

    /// <summary>Lists the conversations of one app.</summary>
    protected override void ProcessRecord() => List(
        App,
        call => call.Client.Conversations.ListAsync(call.UserOr(User), Order(), Most, call.Token),
        (call, item) => new DifyConversation(call.App, call.UserOr(User), item));

    private string Order() => (SortBy, Ascending.IsPresent) switch
    {
        (ByCreation, true) => ConversationOrder.OldestFirst,
        (ByCreation, false) => ConversationOrder.NewestFirst,
        (_, true) => ConversationOrder.LastActiveLast,
        _ => ConversationOrder.LastActiveFirst,
    };
}

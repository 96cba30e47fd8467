using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using Dify.Client;
using Dify.Client.Conversations;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Completion;
using DifyPS.Output.Export;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;
using DifyPS.Runs;
using DifyPS.Runs.Inputs;
using DifyPS.Terminal;
using DifyPS.Terminal.Dialogue;

namespace DifyPS.Commands;

/// <summary>
/// Talks to a chat app in the terminal (<c>POST /chat-messages</c>, streaming; <c>GET /parameters</c> for its opening,
/// and the operations that the commands of the conversation stand for).
/// </summary>
[Cmdlet(VerbsCommon.Enter, "DifyChat")]
[OutputType(typeof(DifyConversation))]
[WorksWith(AppScope.Chat)]
public sealed class EnterDifyChatCommand : DifyAppCmdlet
{
    private bool _hasTalked;

    /// <summary>The conversation to go on with; a new one when missing.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConversationIdCompleter))]
    [KeptIdArgument(nameof(ConversationId), Optional = true)]
    public string? ConversationId { get; set; }

    /// <summary>Values for the app's input variables, which a new conversation begins with.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(InputsCompleter))]
    [ValidateNotNull]
    public IDictionary? Inputs { get; set; }

    /// <summary>The end user to speak for; the binding's own when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserArgument]
    public string? User { get; set; }

    /// <summary>Give the conversation on leaving.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Talks until somebody leaves.</summary>
    protected override void ProcessRecord()
    {
        var target = string.IsNullOrEmpty(ConversationId) ? App : ConversationId;
        var binding = FindApp(target, app =>
        {
            TerminalSource.Require(Host, app.Name);
            if (_hasTalked)
                throw new ArgumentException(Strings.ChatOneConversation);
        });
        if (binding is null)
            return;
        _hasTalked = true;
        var state = new DialogueState(User ?? binding.User, Inputs)
        {
            ConversationId = string.IsNullOrEmpty(ConversationId) ? null : ConversationId,
        };
        // What can go wrong before anything was said is an error of the command's.
        var (form, earlier) = Prepare(target, binding, state);
        if (form is null)
            return;
        using (var terminal = TerminalSource.Open(Host))
            Talk(new DialogueSession(this, binding, state, form, terminal), earlier);
        if (PassThru && state.ConversationId is { } conversation)
            WriteConversation(binding, state.User, conversation);
    }

    private (AppForm? Form, IReadOnlyList<ConversationMessage>? Earlier) Prepare(string? target, AppBinding binding, DialogueState state)
    {
        (AppForm? Form, IReadOnlyList<ConversationMessage>? Earlier) result = default;
        RunItem(target, async (context, token) =>
        {
            var client = await context.Connector.ConnectAsync(binding, token).ConfigureAwait(false);
            var form = await new FormSource().AskAsync(context, client, binding, token).ConfigureAwait(false);
            // A value that is missing can still be given with /inputs; one that is wrong is an error now.
            if (
                FormFiller.Fill(form, new RunItem(state.Inputs), needsAll: false, UnassignedFiles.Message).Problems is
                { Count: > 0 } problems
            )
            {
                throw RunErrors.InvalidInputs(binding.Name, problems, form);
            }
            var earlier = state.ConversationId is { } conversation
                ? await ConversationCommands.LastMessagesAsync(client, conversation, state.User, token).ConfigureAwait(false)
                : null;
            result = (form, earlier);
        });
        return result;
    }

    private void Talk(DialogueSession session, IReadOnlyList<ConversationMessage>? earlier)
    {
        try
        {
            new ChatDialogue(session).Run(earlier, StopToken);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            // PowerShell itself says that the pipeline was stopped.
        }
    }

    private void WriteConversation(AppBinding binding, string user, string conversationId) =>
        RunItem(conversationId, async (context, token) =>
        {
            var client = await context.Connector.ConnectAsync(binding, token).ConfigureAwait(false);
            if (await ConversationSearch.FindAsync(client, conversationId, user, token).ConfigureAwait(false) is { } conversation)
                context.WriteObject(new DifyConversation(binding.Name, user, conversation));
        });
}

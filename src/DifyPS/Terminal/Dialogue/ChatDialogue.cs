using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Dify.Client.Conversations;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Terminal.Dialogue;

/// <summary>A conversation in a terminal, from its opening to its end. An error ends an answer, and never the conversation.</summary>
internal sealed class ChatDialogue
{
    private static readonly ConcurrentDictionary<string, EditorHistory> Histories = new(AppName.Comparer);

    private readonly DialogueSession _session;
    private readonly MessageSender _sender;
    private readonly DialogueCommands _commands;
    private readonly LineEditor _editor;
    private bool _wasBroken;

    public ChatDialogue(DialogueSession session)
    {
        _session = session;
        _sender = new MessageSender(session);
        _commands = new DialogueCommands(session, _sender);
        _editor = new LineEditor(
            session.Screen.Terminal,
            session.Keys,
            Histories.GetOrAdd(session.Binding.Name, static _ => new EditorHistory())
        )
        {
            Complete = text => DialogueTab.Complete(text, _commands.All, session.Form, session.Cmdlet),
            Pick = digit => digit - '1' < session.State.Questions.Count ? session.State.Questions[digit - '1'] : null,
        };
    }

    /// <summary>Runs it until somebody leaves.</summary>
    /// <param name="earlier">The last messages of the conversation that goes on, oldest first; null for a new one.</param>
    /// <param name="cancellationToken">Ends it from outside.</param>
    public void Run(IReadOnlyList<ConversationMessage>? earlier, CancellationToken cancellationToken)
    {
        var screen = _session.Screen;
        screen.WriteNote(Strings.FormatChatWelcome(_session.Binding.Name, AppModes.Describe(_session.Binding.Mode ?? string.Empty)));
        screen.Space();
        if (earlier is null)
            ConversationOpening.Show(_session, _sender);
        else
            new ConversationCommands(_session, _sender).Show(earlier);
        while (!_session.State.IsOver)
            Step(cancellationToken);
        if (_session.State.ConversationId is { } conversation)
            screen.WriteNote(Strings.FormatChatLeft(Quoting.Literal(_session.Binding.Name), Quoting.Quote(conversation)));
    }

    private void Step(CancellationToken cancellationToken)
    {
        var entry = _editor.Read(_session.Prompt, _session.Screen.Bold(_session.Prompt), cancellationToken);
        switch (entry.End)
        {
            case EntryEnd.Closed:
            case EntryEnd.Broken when _wasBroken && entry.Text.Length == 0:
                _session.State.IsOver = true;
                break;
            case EntryEnd.Broken:
                _wasBroken = true;
                if (entry.Text.Length == 0)
                    _session.Screen.WriteNote(Strings.ChatLeaveHint);
                break;
            case EntryEnd.Entered when entry.Text.Trim().Length > 0:
                _wasBroken = false;
                Do(entry.Text, cancellationToken);
                break;
        }
    }

    private void Do(string text, CancellationToken cancellationToken)
    {
        try
        {
            var trimmed = text.Trim();
            if (DialogueCommands.IsCommand(trimmed))
            {
                _commands.Run(trimmed);
            }
            else
            {
                _sender.Send(
                    new SentMessage(
                        trimmed.StartsWith("//", StringComparison.Ordinal) ? trimmed.Substring(1) : text,
                        _session.State.Files.ToArray()
                    )
                );
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _wasBroken = true;
            _session.Screen.WriteNote(Strings.ChatStopped);
            _session.Screen.Space();
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            _session.Screen.Complain(e);
            if (e is DifyCommandException { ErrorId: "InvalidInputs" })
                _session.Screen.WriteNote(Strings.ChatInputsHow);
        }
    }
}

using System.Linq;
using DifyPS.Common;
using DifyPS.Runs.Inputs;

namespace DifyPS.Terminal.Dialogue;

/// <summary>What stands before the first message: what the app says, what it asks for, and what could be asked.</summary>
internal static class ConversationOpening
{
    public static void Show(DialogueSession session, MessageSender sender)
    {
        if (session.Parameters.OpeningStatement is { } statement && statement.Trim().Length > 0)
        {
            session.Screen.Markdown(statement);
            session.Screen.Space();
        }

        var filled = FormFiller.Fill(session.Form, new RunItem(session.State.Inputs), needsAll: true, UnassignedFiles.Message);
        if (filled.Problems.Count > 0)
            session.Screen.WriteNote(Strings.FormatChatInputsMissing(string.Join("; ", filled.Problems.Select(DisplayFormat.Line))));
        sender.Offer(session.Parameters.SuggestedQuestions);
        if (session.State.Questions.Count > 0)
            session.Screen.Space();
    }
}

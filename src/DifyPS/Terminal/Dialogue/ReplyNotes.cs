using System;
using System.Globalization;
using System.Linq;
using Dify.Client.Chat;
using Dify.Client.Runs;
using Dify.Client.Streaming;
using DifyPS.Common;
using DifyPS.Runs;

namespace DifyPS.Terminal.Dialogue;

/// <summary>What belongs to an answer and stands behind it.</summary>
internal static class ReplyNotes
{
    public static void Show(DialogueSession session, ChatReply reply)
    {
        var notes = reply.Files.Where(static file => file.Url is not null).Select(static file => file.Url!)
            .Concat(reply.Citations.Select(Describe).Distinct().Select(static (text, i) => $"[{i + 1}] {text}"))
            .Select(DisplayFormat.Line).ToList();
        if (notes.Count > 0)
            session.Screen.Space();
        foreach (var note in notes)
            session.Screen.WriteNote(note);
        if (reply.Status == RunStatus.Failed)
            session.Screen.Complain(RunErrors.Failed(session.Binding, reply.Error, reply.WorkflowRunId));
        if (reply.Pause is { } pause)
        {
            var form = new DifyHumanInputForm(session.Binding.Name, session.State.User, reply.WorkflowRunId, pause);
            session.Screen.WriteNote(Strings.FormatChatPaused(form.ContinueWithLine));
        }
    }

    private static string Describe(Citation citation)
    {
        var name = citation.DocumentName ?? citation.DatasetName ?? citation.SegmentId ?? string.Empty;
        var source = citation.DatasetName is { } dataset && dataset != name ? " – " + dataset : string.Empty;
        var score = citation.Score is { } value ? value.ToString(" (0.00)", CultureInfo.InvariantCulture) : string.Empty;
        return name + source + score;
    }
}

using System;
using System.IO;
using DifyPS.Common;
using DifyPS.Output.Export;

namespace DifyPS.Terminal.Dialogue;

/// <summary>
/// Writes the conversation into a file, as Export-DifyConversation does (<c>GET /messages</c>, <c>GET /conversations</c>).
/// </summary>
internal sealed class SaveCommand(DialogueSession session)
{
    public void Run(string path)
    {
        var conversation = session.State.ConversationId ?? throw new ArgumentException(Strings.ChatNothingSaid);
        if (path.Length == 0)
            throw new ArgumentException(Strings.ChatSaveWhere);
        var full = SessionPath.Of(session.Cmdlet, path);
        // A name typed in passing must not cost somebody a file.
        if (File.Exists(full) && !session.State.Saved.Contains(full))
            throw new ArgumentException(Strings.FormatChatSaveThere(full));
        var target = new ExportTarget(session.Cmdlet, path, null, noClobber: false, force: false);
        target.Check(conversation);
        var file = session.Work.Run(
            async (_, client, token) =>
            {
                var user = session.State.User;
                using var messages = await ConversationExport
                    .ReadAsync(client.Conversations.GetMessagesAsync(conversation, user, cancellationToken: token), null, token)
                    .ConfigureAwait(false);
                var head = await ConversationSearch
                    .FindHeadAsync(client, session.Binding.Name, conversation, user, token)
                    .ConfigureAwait(false);
                return ConversationExport.Write(head, messages, target.Format, target.FileFor(head, messages.Totals), token);
            }
        );
        session.State.Saved.Add(file.FullName);
        session.Screen.WriteNote(Strings.FormatChatSaved(file.FullName));
    }
}

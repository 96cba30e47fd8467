using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Conversations;
using DifyPS.Common;

namespace DifyPS.Terminal.Dialogue;

/// <summary>Going from one conversation to another.</summary>
internal sealed class ConversationCommands(DialogueSession session, MessageSender sender)
{
    private const int MostListed = 20;
    private const int MostShown = 3;

    /// <summary>Begins a new one.</summary>
    public void New()
    {
        session.State.GoTo(null);
        ConversationOpening.Show(session, sender);
    }

    /// <summary>Lists the last active ones (<c>GET /conversations</c>).</summary>
    public void List()
    {
        var list = Fetch();
        if (list.Count == 0)
            session.Screen.WriteNote(Strings.FormatChatNoConversations(session.Binding.Name, session.State.User));
        for (var i = 0; i < list.Count; i++)
        {
            var mark = list[i].Id == session.State.ConversationId ? '*' : ' ';
            session.Screen.WriteText(
                FormattableString.Invariant(
                    $"{mark}{i + 1,2}  {DisplayFormat.Time(list[i].UpdatedAt ?? list[i].CreatedAt)}  {DisplayFormat.Line(list[i].Name)}"
                )
            );
        }
    }

    /// <summary>Goes on with one of those that were listed.</summary>
    public void Open(string which)
    {
        if (which.Length == 0)
            throw new ArgumentException(Strings.ChatOpenWhich);
        var id = which;
        if (int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var listed = session.State.Listed.Count > 0 ? session.State.Listed : Fetch().Select(static one => one.Id).ToList();
            id =
                number >= 1 && number <= listed.Count
                    ? listed[number - 1]
                    : throw new ArgumentException(Strings.FormatChatOpenNone(number, listed.Count));
        }

        var messages = session.Work.Run((_, client, token) => LastMessagesAsync(client, id, session.State.User, token));
        session.State.GoTo(id);
        Show(messages);
    }

    /// <summary>Speaks for somebody else, whose conversations are others.</summary>
    public void SetUser(string name)
    {
        if (name.Length > 0)
        {
            session.State.User = name;
            session.State.Listed = Array.Empty<string>();
            session.State.Files.Clear();
            session.State.GoTo(null);
        }

        session.Screen.WriteNote(Strings.FormatChatUser(DisplayFormat.Line(session.State.User)));
    }

    /// <summary>Shows how a conversation stands, and takes it from there.</summary>
    /// <param name="messages">Its last messages, oldest first.</param>
    public void Show(IReadOnlyList<ConversationMessage> messages)
    {
        foreach (var message in messages)
        {
            session.Screen.Quote(session.Prompt, DisplayFormat.Text(message.Query));
            session.Screen.Markdown(message.Answer);
            session.Screen.Space();
            session.State.MessageId = message.Id;
            session.State.Last = new SentMessage(message.Query, Array.Empty<object>());
        }
    }

    /// <summary>The last messages of a conversation, oldest first (<c>GET /messages</c>).</summary>
    public static async Task<IReadOnlyList<ConversationMessage>> LastMessagesAsync(
        DifyClient client,
        string conversationId,
        string user,
        CancellationToken cancellationToken
    )
    {
        var messages = await client
            .Conversations.GetMessagesAsync(conversationId, user, MostShown, cancellationToken)
            .CollectAsync()
            .ConfigureAwait(false);
        messages.Reverse();
        return messages;
    }

    private List<Conversation> Fetch()
    {
        var list = session.Work.Run(
            (_, client, token) =>
                client.Conversations.ListAsync(session.State.User, first: MostListed, cancellationToken: token).CollectAsync()
        );
        session.State.Listed = list.Select(static one => one.Id).ToList();
        return list;
    }
}

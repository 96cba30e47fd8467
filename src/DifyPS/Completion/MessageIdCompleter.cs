using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Conversations;
using DifyPS.Bindings.Identity;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes the ids of messages by what was asked: of the conversation that is named, else of the user's last few.</summary>
public sealed class MessageIdCompleter : ValueCompleter
{
    private const int Most = 20;
    private const int Conversations = 3;

    private protected override IEnumerable<Suggestion> Suggest(CompletionContext typed)
    {
        if (typed.App is not { } app || !Fits(app, ModeGuard.Chat))
            return Enumerable.Empty<Suggestion>();
        var user = typed.UserOf(app);
        var messages = typed.Text("ConversationId") is { } conversation
            ? CompletionQuery.List(app, $"messages {conversation} {user}", (client, cancel) =>
                client.Conversations.GetMessagesAsync(conversation, user, Most, cancel)
            )
            : CompletionQuery.Ask(app, "messages " + user, (client, cancel) => LastAsync(client, user, cancel))
                ?? new List<ConversationMessage>();
        return messages.OrderByDescending(one => one.CreatedAt).Select(Describe);
    }

    private static async Task<List<ConversationMessage>> LastAsync(DifyClient client, string user, CancellationToken cancel)
    {
        var latest = await client
            .Conversations.ListAsync(user, first: Conversations, cancellationToken: cancel)
            .CollectAsync()
            .ConfigureAwait(false);
        var found = await Task.WhenAll(
                latest.Select(one => client.Conversations.GetMessagesAsync(one.Id, user, Most, cancel).CollectAsync())
            )
            .ConfigureAwait(false);
        return found.SelectMany(one => one).ToList();
    }

    private static Suggestion Describe(ConversationMessage one)
    {
        var date = DisplayFormat.Time(one.CreatedAt);
        return new Suggestion(one.Id, one.Query.Length > 0 ? DisplayFormat.Short(one.Query, 200) : one.Id, $"{date} · {one.Id}")
        {
            Date = date,
        };
    }
}

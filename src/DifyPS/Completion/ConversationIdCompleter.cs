using System.Collections.Generic;
using System.Linq;
using Dify.Client.Conversations;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Completion;

/// <summary>Completes the ids of a user's conversations, the last active first, by id or title.</summary>
public sealed class ConversationIdCompleter : ValueCompleter
{
    private const int Most = 50;

    private protected override IEnumerable<Suggestion> Suggest(CompletionContext typed) =>
        typed.App is { } app && Fits(app, ModeGuard.Chat) ? Ask(app, typed.UserOf(app)).Select(Describe) : Enumerable.Empty<Suggestion>();

    internal static IReadOnlyList<Conversation> Ask(AppBinding app, string user) =>
        CompletionQuery.List(app, "conversations " + user, (client, cancel) =>
            client.Conversations.ListAsync(user, first: Most, cancellationToken: cancel)
        );

    private static Suggestion Describe(Conversation one)
    {
        var date = DisplayFormat.Time(one.UpdatedAt ?? one.CreatedAt);
        return new Suggestion(one.Id, one.Name, $"{date} · {one.Id}".TrimStart(' ', '·')) { Date = date.Length == 0 ? null : date };
    }
}

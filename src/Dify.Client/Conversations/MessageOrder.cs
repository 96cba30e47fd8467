using System.Collections.Generic;
using System.Linq;

namespace Dify.Client.Conversations;

/// <summary>
/// Dify's description has the messages of a page newest first, and calls the one to page on from the first; its servers
/// give each page oldest first. Both become newest first here, so that the last one of a page is the one to go on from.
/// </summary>
internal static class MessageOrder
{
    public static IReadOnlyList<ConversationMessage> NewestFirst(IReadOnlyList<ConversationMessage> page) =>
        IsOldestFirst(page) ? page.Reverse().ToList() : page;

    private static bool IsOldestFirst(IReadOnlyList<ConversationMessage> page)
    {
        if (page.Count < 2)
            return false;

        var (first, last) = (page[0], page[page.Count - 1]);
        return first.CreatedAt == last.CreatedAt

            // Said within one second: then what follows what tells.
            ? page[1].ParentMessageId == first.Id
            : first.CreatedAt < last.CreatedAt;
    }
}

using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Conversations;

namespace DifyPS.Output.Export;

/// <summary>Finds one conversation, for which Dify has no operation.</summary>
internal static class ConversationSearch
{
    // How far down the list it is looked for.
    private const int MostLookedAt = 1000;

    /// <summary>The conversation as the list has it (<c>GET /conversations</c>); null when it is not among the last active ones.</summary>
    public static async Task<Conversation?> FindAsync(
        DifyClient client,
        string conversationId,
        string user,
        CancellationToken cancellationToken
    )
    {
        await foreach (
            var conversation in client
                .Conversations.ListAsync(user, ConversationOrder.LastActiveFirst, MostLookedAt, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (string.Equals(conversation.Id, conversationId, StringComparison.OrdinalIgnoreCase))
                return conversation;
        }

        return null;
    }

    /// <summary>What is to be known of it for its file, without a title when it is not among the last active ones.</summary>
    public static async Task<ConversationHead> FindHeadAsync(
        DifyClient client,
        string app,
        string conversationId,
        string user,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(client, conversationId, user, cancellationToken).ConfigureAwait(false) is { } conversation
            ? new ConversationHead(app, user, conversation)
            : new ConversationHead(app, user, conversationId);
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Conversations;

namespace DifyPS.Runs.Checkpoints;

/// <summary>
/// Looks for the messages of items that were sent by a command that was killed before Dify had named them: in the
/// conversations of the same users since then, the ones with the same text and inputs.
/// </summary>
internal static class MessageSearch
{
    /// <summary>Finds the messages of all items that were lost, as long as this command has begun none of its own.</summary>
    public static async Task FindAsync(DifyClient client, CheckpointFile file, string user, CancellationToken cancellationToken)
    {
        foreach (var ofUser in file.Lost.GroupBy(state => state.User ?? user))
        {
            var open = ofUser.ToList();
            var since = open.Min(static state => state.SentAt) - SentInputs.ClockSlack;
            foreach (var conversation in open.Select(static state => state.ConversationId).OfType<string>().Distinct().ToList())
                await MatchAsync(client, file, conversation, ofUser.Key, since, open, cancellationToken).ConfigureAwait(false);
            if (open.Exists(static state => state.ConversationId is null))
                await MatchNewAsync(client, file, ofUser.Key, since, open, cancellationToken).ConfigureAwait(false);
        }
    }

    // Items without a conversation began one each.
    private static async Task MatchNewAsync(
        DifyClient client,
        CheckpointFile file,
        string user,
        DateTimeOffset since,
        List<CheckpointState> open,
        CancellationToken cancellationToken
    )
    {
        await foreach (
            var conversation in client
                .Conversations.ListAsync(user, ConversationOrder.NewestFirst, null, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (open.Count == 0 || conversation.CreatedAt < since)
                return;
            await MatchAsync(client, file, conversation.Id, user, since, open, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task MatchAsync(
        DifyClient client,
        CheckpointFile file,
        string conversation,
        string user,
        DateTimeOffset since,
        List<CheckpointState> open,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await foreach (
                var message in client.Conversations.GetMessagesAsync(conversation, user, null, cancellationToken).ConfigureAwait(false)
            )
            {
                if (message.CreatedAt < since)
                    return;
                var state = open.Find(one => IsOf(one, message, conversation));
                if (state is null || !file.TryClaim(message.Id))
                    continue;
                state.FindMessage(conversation, message.Id);
                open.Remove(state);
            }
        }
        catch (DifyApiException e) when (e.StatusCode == 404)
        {
            // It was deleted meanwhile, with all that was in it.
        }
    }

    private static bool IsOf(CheckpointState state, ConversationMessage message, string conversation) =>
        (state.ConversationId is null || state.ConversationId == conversation)
        && message.Query == state.Message
        && message.CreatedAt >= state.SentAt - SentInputs.ClockSlack
        && (state.ConversationId is not null || state.Input is not { ValueKind: JsonValueKind.Object } sent
            || message.Inputs is not { ValueKind: JsonValueKind.Object } found || SentInputs.AreIn(found, sent));
}

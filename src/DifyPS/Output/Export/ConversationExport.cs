using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Conversations;
using DifyPS.Common;
using DifyPS.Output.Files;

namespace DifyPS.Output.Export;

/// <summary>Writes a conversation into a file.</summary>
internal static class ConversationExport
{
    /// <summary>Takes all messages in, newest first as Dify gives them.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="report">Is told after each how many there are.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The messages, to be written and then disposed of.</returns>
    public static async Task<MessageSpool> ReadAsync(
        IAsyncEnumerable<ConversationMessage> messages,
        Action<int>? report,
        CancellationToken cancellationToken
    )
    {
        var spool = new MessageSpool();
        try
        {
            await foreach (var message in messages.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                spool.Add(message);
                report?.Invoke(spool.Totals.Messages);
            }

            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>Writes the messages, oldest first.</summary>
    /// <param name="head">What else is known of the conversation.</param>
    /// <param name="messages">Its messages.</param>
    /// <param name="format">How.</param>
    /// <param name="file">Where to.</param>
    /// <param name="cancellationToken">Cancels the call: the file is as it was then.</param>
    public static FileInfo Write(
        ConversationHead head,
        MessageSpool messages,
        ConversationFormat format,
        ExportFile file,
        CancellationToken cancellationToken
    )
    {
        messages.CancellationToken = cancellationToken;
        return format switch
        {
            ConversationFormat.JsonLines => file.Write(messages.WriteLines),
            ConversationFormat.Markdown => file.Write(stream => new MarkdownConversation(stream).Write(head, messages)),
            _ => HtmlConversation.Save(head, messages, file),
        };
    }
}

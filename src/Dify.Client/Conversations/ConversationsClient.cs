using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Paging;
using Dify.Client.Transport;

namespace Dify.Client.Conversations;

/// <summary>
/// Conversations, their messages and their variables (modes <c>chat</c>, <c>agent-chat</c>, <c>advanced-chat</c> and
/// <c>agent</c>). A conversation is its end user's only: for anybody else it is 404 <c>not_found</c>.
/// </summary>
public sealed class ConversationsClient
{
    private readonly HttpTransport _transport;

    internal ConversationsClient(HttpTransport transport) => _transport = transport;

    /// <summary>An end user's conversations, page by page as they are read: <c>GET /conversations</c>.</summary>
    /// <param name="user">The end user.</param>
    /// <param name="order">One of <see cref="ConversationOrder"/>.</param>
    /// <param name="first">How many are wanted at the most; all when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The conversations. They may be deleted while they are read.</returns>
    /// <exception cref="ArgumentException">The user or the order is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses, such as with 400 <c>not_chat_app</c>.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public IAsyncEnumerable<Conversation> ListAsync(
        string user, string order = ConversationOrder.LastActiveFirst, int? first = null, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(order))
            throw new ArgumentException(Strings.ConversationOrderMissing, nameof(order));

        return ConversationLister.ListAsync(_transport, Of("/conversations", user).With("sort_by", order), first, cancellationToken);
    }

    /// <summary>The messages of a conversation, newest first, page by page as they are read: <c>GET /messages</c>.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="user">The end user.</param>
    /// <param name="first">How many are wanted at the most; all when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The messages.</returns>
    /// <exception cref="ArgumentException">The conversation or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 404 when the user has no such conversation.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public IAsyncEnumerable<ConversationMessage> GetMessagesAsync(
        string conversationId, string user, int? first = null, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(conversationId))
            throw new ArgumentException(Strings.ConversationMissing, nameof(conversationId));

        return Pages.ByCursorAsync(
            _transport, Of("/messages", user).With("conversation_id", conversationId), "first_id", static one => one.Id,
            ConversationJson.Default.ConversationMessage, first, MessageOrder.NewestFirst, cancellationToken);
    }

    /// <summary>
    /// What a conversation keeps of one message, as the reply that its stream would have given: <c>GET /messages</c>, read
    /// from the newest on until it is found.
    /// </summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="messageId">The message.</param>
    /// <param name="user">The end user.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The reply; null when there is no such message, or it has no answer (yet).</returns>
    /// <exception cref="ArgumentException">An id or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 404 when the user has no such conversation.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public async Task<ChatReply?> FindReplyAsync(
        string conversationId,
        string messageId,
        string user,
        CancellationToken cancellationToken = default
    )
    {
        if (string.IsNullOrWhiteSpace(messageId))
            throw new ArgumentException(Strings.MessageMissing, nameof(messageId));

        await foreach (var message in GetMessagesAsync(conversationId, user, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (message.Id == messageId)
                return SavedReply.From(message);
        }

        return null;
    }

    /// <summary>Gives a conversation another name: <c>POST /conversations/{conversation_id}/name</c>.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="user">The end user.</param>
    /// <param name="name">The name; when null, Dify makes one from what was said.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The conversation as it is now.</returns>
    /// <exception cref="ArgumentException">The conversation or the user is missing, or the name is empty.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 404 when the user has no such conversation, 400 <c>invalid_param</c> when there
    /// is nothing to make a name from.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<Conversation> RenameAsync(string conversationId, string user, string? name, CancellationToken cancellationToken = default)
    {
        JsonBody.CheckUser(user);
        if (name?.Trim().Length == 0)
            throw new ArgumentException(Strings.ConversationNameEmpty, nameof(name));

        var body = new RenameBody
        {
            Name = name,
            AutoGenerate = name is null,
            User = user,
        };
        var call = JsonBody.Request(
            HttpMethod.Post,
            Route.Of("/conversations/{conversation_id}/name", conversationId),
            body,
            ConversationRequestJson.Default.RenameBody
        );
        return _transport.SendRecordAsync(call, ConversationJson.Default.Conversation, cancellationToken);
    }

    /// <summary>Deletes a conversation: <c>DELETE /conversations/{conversation_id}</c>.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="user">The end user.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when it is gone.</returns>
    /// <exception cref="ArgumentException">The conversation or the user is missing.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 404 when the user has no such conversation.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task DeleteAsync(string conversationId, string user, CancellationToken cancellationToken = default)
    {
        JsonBody.CheckUser(user);
        var body = JsonBody.Write(new DeleteBody { User = user }, ConversationRequestJson.Default.DeleteBody);
        return _transport.DeleteAsync(
            Route.Of("/conversations/{conversation_id}", conversationId),
            () => ResponseReader.JsonContent(body),
            cancellationToken
        );
    }

    /// <summary>
    /// The variables of a conversation (not of mode <c>agent</c>), page by page as they are read:
    /// <c>GET /conversations/{conversation_id}/variables</c>.
    /// </summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="user">The end user.</param>
    /// <param name="name">Only the variable of this name; all when null.</param>
    /// <param name="first">How many are wanted at the most; all when null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The variables.</returns>
    /// <exception cref="ArgumentException">The conversation or the user is missing, or the name is empty.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 404 when the user has no such conversation.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public IAsyncEnumerable<ConversationVariable> GetVariablesAsync(
        string conversationId, string user, string? name = null, int? first = null, CancellationToken cancellationToken = default)
    {
        JsonBody.CheckUser(user);
        if (name?.Length == 0)
            throw new ArgumentException(Strings.ConversationVariableNameEmpty, nameof(name));

        var route = Route.Of("/conversations/{conversation_id}/variables", conversationId).With("user", user);
        return Pages.ByCursorAsync(
            _transport, name is null ? route : route.With("variable_name", name), "last_id", static one => one.Id,
            ConversationJson.Default.ConversationVariable, first, arrange: null, cancellationToken);
    }

    /// <summary>
    /// Sets a variable of a conversation (not of mode <c>agent</c>):
    /// <c>PUT /conversations/{conversation_id}/variables/{variable_id}</c>.
    /// </summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="variableId">The variable.</param>
    /// <param name="user">The end user.</param>
    /// <param name="value">Text, a number, a truth value, null, JSON, or a list or dictionary of these; of the variable's type.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The variable as it is now.</returns>
    /// <exception cref="ArgumentException">An id or the user is missing, or the value cannot be written as JSON.</exception>
    /// <exception cref="DifyApiException">Dify refuses: 400 <c>bad_request</c> when the value is of another type, 404 when there is no
    /// such conversation or variable.</exception>
    /// <exception cref="DifyConnectionException">No usable answer came.</exception>
    public Task<ConversationVariable> SetVariableAsync(
        string conversationId, string variableId, string user, object? value, CancellationToken cancellationToken = default)
    {
        JsonBody.CheckUser(user);
        var route = Route.Of("/conversations/{conversation_id}/variables/{variable_id}", conversationId, variableId);
        var body = new VariableBody { Value = PlainValue.Of("value", value), User = user };
        var call = JsonBody.Request(HttpMethod.Put, route, body, ConversationRequestJson.Default.VariableBody);
        return _transport.SendRecordAsync(call, ConversationJson.Default.ConversationVariable, cancellationToken);
    }

    private static Route Of(string path, string user)
    {
        JsonBody.CheckUser(user);
        return ((Route)path).With("user", user);
    }
}

using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Chat;
using Dify.Client.Conversations;
using Dify.Client.Feedback;
using Dify.Simulator;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>Conversations, messages and what people think of them: the client against the simulator.</summary>
public sealed class ConversationsEndToEndTests : IAsyncLifetime
{
    private SimulatorHost _simulator = null!;

    public async ValueTask InitializeAsync() => _simulator = await SimulatorHost.StartAsync(cancellationToken: Token);

    public ValueTask DisposeAsync() => _simulator.DisposeAsync();

    [Theory]
    [InlineData("chat")]
    [InlineData("agent-chat")]
    [InlineData("agent")]
    [InlineData("advanced-chat")]
    public async Task A_conversation_from_its_beginning_to_its_end(string mode)
    {
        var client = Client(_simulator.State.AddApp("cat", mode).CreateKey());
        var first = await client.Chat.SendAsync(Hello, null, Token);
        await client.Chat.SendAsync(new ChatRequest { Query = "more", User = "ann", ConversationId = first.ConversationId }, null, Token);

        var messages = await client
            .Conversations.GetMessagesAsync(first.ConversationId!, "ann", cancellationToken: Token)
            .ToListAsync(Token);
        Assert.Equal(["more", "hello"], messages.Select(one => one.Query));
        Assert.Equal((first.MessageId, first.Answer), (messages[1].Id, messages[1].Answer));
        await client.Conversations.RenameAsync(first.ConversationId!, "ann", "New", Token);
        Assert.Equal("New", (await client.Conversations.ListAsync("ann", cancellationToken: Token).SingleAsync(Token)).Name);

        var error = await Assert.ThrowsAsync<DifyApiException>(() => client.Conversations.DeleteAsync(first.ConversationId!, "bob", Token));
        Assert.Equal((404, "not_found", "DELETE /conversations/{conversation_id}"), (error.StatusCode, error.Code, error.Operation));
        await client.Conversations.DeleteAsync(first.ConversationId!, "ann", Token);
        Assert.Empty(await client.Conversations.ListAsync("ann", cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task All_messages_of_a_long_conversation()
    {
        var client = Client(_simulator.State.AddApp("cat").CreateKey());
        string? conversation = null;
        for (var i = 1; i <= 105; i++)
        {
            conversation = (
                await client.Chat.SendAsync(
                    new ChatRequest
                    {
                        Query = $"{i}",
                        User = "ann",
                        ConversationId = conversation,
                    },
                    null,
                    Token
                )
            ).ConversationId;
        }

        var messages = await client
            .Conversations.GetMessagesAsync(conversation!, "ann", cancellationToken: Token)
            .Select(one => one.Query)
            .ToListAsync(Token);

        Assert.Equal(Enumerable.Range(1, 105).Reverse().Select(i => $"{i}"), messages);
    }

    [Fact]
    public async Task A_variable_of_each_kind_and_a_rating()
    {
        var app = _simulator.State.AddApp("cat", "advanced-chat");
        app.ConversationVariables = [new("mood", "string", "calm"), new("count", "number", 1)];
        var client = Client(app.CreateKey());
        var reply = await client.Chat.SendAsync(Hello, null, Token);

        var count = await client
            .Conversations.GetVariablesAsync(reply.ConversationId!, "ann", "count", cancellationToken: Token)
            .SingleAsync(Token);
        var changed = await client.Conversations.SetVariableAsync(reply.ConversationId!, count.Id, "ann", 2.5, Token);
        Assert.Equal(2.5, changed.Value!.Value.GetDouble());
        var error = await Assert.ThrowsAsync<DifyApiException>(() =>
            client.Conversations.SetVariableAsync(reply.ConversationId!, count.Id, "ann", "two", Token)
        );
        Assert.Equal("bad_request", error.Code);

        await client.Feedback.SendAsync(reply.MessageId!, "ann", "like", "Good.", Token);
        var given = await client.Feedback.ListAsync(cancellationToken: Token).SingleAsync(Token);
        Assert.Equal(("like", "Good.", reply.MessageId), (given.Rating, given.Content, given.MessageId));
        Assert.Equal("ann", (await client.EndUsers.GetAsync(given.FromEndUserId!, Token)).ExternalUserId);
    }

    private DifyClient Client(string key) => new(DifyServer.Create(_simulator.BaseUri.AbsoluteUri), ApiKey.FromString(key));
}

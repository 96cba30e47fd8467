using System.Linq;
using System.Threading.Tasks;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

/// <summary>Every list ends, whatever a server says of there being more.</summary>
public sealed class PagesTests
{
    [Fact]
    public async Task A_list_whose_pages_give_nothing_new_ends()
    {
        var server = Always("""{"has_more":true,"data":[{"id":"c1"},{"id":"c2"}]}""");
        Assert.Equal(2, await server.Client().Conversations.ListAsync("ann", cancellationToken: Token).CountAsync(Token));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_list_whose_pages_lead_in_a_circle_ends()
    {
        var server = Always("""{"has_more":true,"data":[{"id":"c1"}]}""", """{"has_more":true,"data":[{"id":"c2"}]}""");
        Assert.Equal(2, await server.Client().Conversations.ListAsync("ann", cancellationToken: Token).CountAsync(Token));
        // A place that was passed may be passed once more, since there may be something new behind it.
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task What_moved_down_the_list_meanwhile_hides_nothing_that_is_behind_it()
    {
        // Each page but the last was renamed while it was read, and so comes again before what is left.
        var server = new FakeServer();
        foreach (var page in new[] { "b:a,b", "d:c,d", "b:d,a,b", "e:e" })
        {
            var ids = page.Split(':')[1].Split(',').Select(id => $$"""{"id":"{{id}}"}""");
            server.Answer(FakeServer.Json($$"""{"has_more":{{(page[0] == 'e' ? "false" : "true")}},"data":[{{string.Join(',', ids)}}]}"""));
        }

        var given = await server.Client().Conversations.ListAsync("ann", cancellationToken: Token).Select(one => one.Id).ToListAsync(Token);
        Assert.Equal(["a", "b", "c", "d", "e"], given);
    }

    [Fact]
    public async Task A_list_whose_items_have_no_id_to_go_on_from_ends()
    {
        var server = Always("""{"has_more":true,"data":[{"name":"x"}]}""");
        Assert.Equal(1, await server.Client().Conversations.ListAsync("ann", cancellationToken: Token).CountAsync(Token));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("""{"has_more":true,"data":[{"id":"a1"},{"id":"a2"}]}""")]
    [InlineData("""{"has_more":true,"page":1,"total":200,"data":[{"id":"a1"},{"id":"a2"}]}""")]
    public async Task A_list_of_a_server_that_knows_no_numbers_of_pages_ends(string page)
    {
        var server = Always(page);
        Assert.Equal(2, await server.Client().Annotations.ListAsync(cancellationToken: Token).CountAsync(Token));
        Assert.Equal(2, server.Requests.Count);
    }

    // More answers than a list that ends can want; one that is asked for more fails the test, and does not hang it.
    private static FakeServer Always(params string[] pages)
    {
        var server = new FakeServer();
        foreach (var page in Enumerable.Repeat(pages, 10).SelectMany(all => all))
            server.Answer(FakeServer.Json(page));

        return server;
    }
}

using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>What a conversation remembers by name.</summary>
public sealed class ConversationVariableTests
{
    [Fact]
    public async Task Values_are_what_their_type_says()
    {
        await using var stage = await SetAsync();
        var found = stage
            .Good("$reply | Get-DifyConversationVariable")
            .Output.ToDictionary(o => o.Properties["Name"].Value, o => (DifyConversationVariable)o.BaseObject);
        Assert.Equal("calm", found["mood"].Value);
        Assert.Equal(5L, found["count"].Value);
        Assert.Equal(true, found["awake"].Value);
        Assert.Equal(["a", "b"], (object[])found["list"].Value!);
        Assert.Equal("Tom", ((System.Management.Automation.PSObject)found["owner"].Value!).Properties["name"].Value);
        Assert.Equal(
            ("cat", "alice", "string", "How it feels."),
            (found["mood"].App, found["mood"].User, found["mood"].ValueType, found["mood"].Description)
        );
        Assert.Equal("mood = calm", found["mood"].ToString());
    }

    [Fact]
    public async Task A_name_is_asked_for_and_a_pattern_is_looked_for()
    {
        await using var stage = await SetAsync();
        stage.ForgetRequests();
        Assert.Equal("mood = calm", stage.Good("Get-DifyConversationVariable cat $reply.ConversationId mood").Output.Single().ToString());
        Assert.Equal("mood", stage.Requests.Single().Query["variable_name"]);
        stage.ForgetRequests();
        Assert.Equal(3, stage.Good("$reply | Get-DifyConversationVariable -VariableName *O*").Output.Count);
        Assert.All(stage.Requests, r => Assert.False(r.Query.ContainsKey("variable_name")));
        Assert.Empty(stage.Good("$reply | Get-DifyConversationVariable -VariableName x*").Output);
        stage.Bad("$reply | Get-DifyConversationVariable -VariableName x", "VariableNotFound");
        Assert.Single(stage.Good("$reply | Get-DifyConversationVariable -VariableName * -First 1").Output);
    }

    [Theory]
    [InlineData("mood", "'happy'", "happy")]
    [InlineData("mood", "''", "")]
    [InlineData("count", "7", "7")]
    [InlineData("count", "7.5", "7.5")]
    [InlineData("awake", "$false", "False")]
    [InlineData("list", "@('x')", "x")]
    [InlineData("list", "@()", "")]
    [InlineData("owner", "@{ name = 'Ann' }", "@{name=Ann}")]
    [InlineData("owner", "([pscustomobject] @{ name = 'Ann' })", "@{name=Ann}")]
    public async Task Any_value_of_the_type_is_set(string name, string value, string shown)
    {
        await using var stage = await SetAsync();
        Assert.Empty(stage.Good($"$reply | Set-DifyConversationVariable -VariableName {name} -Value {value}").Output);
        Assert.Equal(
            shown,
            stage.Good($"\"$(($reply | Get-DifyConversationVariable -VariableName {name}).Value)\"").Output.Single().ToString()
        );
        var piped = stage
            .Good($"$reply | Get-DifyConversationVariable -VariableName {name} | Set-DifyConversationVariable -Value {value} -PassThru")
            .Output.Single();
        Assert.Equal(name, ((DifyConversationVariable)piped.BaseObject).Name);
    }

    [Theory]
    [InlineData("mood", "7")]
    [InlineData("mood", "$null")]
    [InlineData("count", "'7'")]
    [InlineData("awake", "'true'")]
    [InlineData("list", "'x'")]
    [InlineData("list", "@(1, 2)")]
    [InlineData("owner", "'Ann'")]
    public async Task A_value_of_another_type_is_not_sent(string name, string value)
    {
        await using var stage = await SetAsync();
        stage.Good($"$variable = $reply | Get-DifyConversationVariable -VariableName {name}");
        stage.ForgetRequests();
        stage.Bad($"$variable | Set-DifyConversationVariable -Value {value}", "VariableTypeMismatch");
        Assert.Empty(stage.Requests);
        stage.Bad($"$reply | Set-DifyConversationVariable -VariableName {name} -Value {value}", "VariableTypeMismatch");
        Assert.DoesNotContain(stage.Requests, r => r.Method == "PUT");

        // Without its type Dify is the judge.
        stage.Bad($"$reply | Set-DifyConversationVariable -VariableId $variable.VariableId -Value {value}", "bad_request");
    }

    [Fact]
    public async Task A_pattern_sets_nothing()
    {
        await using var stage = await SetAsync();
        stage.Bad("$reply | Set-DifyConversationVariable -VariableName m* -Value x", "VariableNotFound");
        stage.Bad("$reply | Set-DifyConversationVariable -VariableId 11111111-2222-3333-4444-555555555555 -Value x", "not_found");
    }

    [Fact]
    public async Task Each_conversation_has_its_own()
    {
        await using var stage = await SetAsync();
        stage.Good("$other = Invoke-DifyChat cat hi; $reply | Set-DifyConversationVariable -VariableName mood -Value happy");
        Assert.Equal("mood = calm", stage.Good("$other | Get-DifyConversationVariable -VariableName mood").Output.Single().ToString());
        Assert.Equal(
            2,
            stage
                .Good(
                    "Get-DifyConversation cat | Get-DifyConversationVariable -VariableName mood | Set-DifyConversationVariable -Value new -PassThru"
                )
                .Output.Count
        );
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        stage.Register("Cat", "advanced-chat", app => app.ConversationVariables =
        [
            new("mood", "string", "calm", "How it feels."),
            new("count", "number", 5),
            new("awake", "boolean", true),
            new("list", "array[string]", new JsonArray("a", "b")),
            new("owner", "object", new JsonObject { ["name"] = "Tom" }),
        ]);
        stage.Good("$reply = Invoke-DifyChat cat hi");
        return stage;
    }
}

using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>What people type first where no parameter takes it is told with the command that was meant, and nothing is sent.</summary>
public sealed class MistypedArgumentTests
{
    [Theory]
    [InlineData("Invoke-DifyWorkflow triage printer", "InvalidArgument", "Invoke-DifyWorkflow triage -topic printer")]
    [InlineData("Invoke-DifyWorkflow triage 'no paper'", "InvalidArgument", "Invoke-DifyWorkflow triage -topic 'no paper'")]
    [InlineData("Invoke-DifyWorkflow triage no paper", "InvalidArgument", "Invoke-DifyWorkflow triage -topic 'no paper'")]
    [InlineData("Invoke-DifyWorkflow triage topic printer", "InvalidArgument", "Invoke-DifyWorkflow triage -topic printer")]
    [InlineData("Invoke-DifyWorkflow triage -Inputs printer", "InvalidArgument", "Invoke-DifyWorkflow triage -topic printer")]
    [InlineData("Invoke-DifyWorkflow triage 7", "InvalidArgument", "Invoke-DifyWorkflow triage -topic '7'")]
    [InlineData("Invoke-DifyWorkflow odd printer", "InvalidArgument", "Invoke-DifyWorkflow odd @{ 'my topic' = 'printer' }")]
    [InlineData("Invoke-DifyWorkflow triage ([pscustomobject] @{ topic = 'x' })", "InvalidArgument", "... | Invoke-DifyWorkflow triage")]
    [InlineData("Invoke-DifyWorkflow triage ('a', 'b')", "InvalidArgument", "... | Invoke-DifyWorkflow triage")]
    [InlineData("Invoke-DifyWorkflow triage -topik printer", "NamedParameterNotFound", "topic, tone")]
    [InlineData("Invoke-DifyChat cat Hello there my friend", "ArgumentUnexpected", "Invoke-DifyChat cat 'Hello there my friend'")]
    [InlineData("Invoke-DifyChat cat Hello, who are you", "ArgumentUnexpected", "Invoke-DifyChat cat ")]
    [InlineData("Invoke-DifyChat cat -Message it`'s me", "ArgumentUnexpected", "Invoke-DifyChat cat 'it''s me'")]
    [InlineData("Invoke-DifyChat cat hi -Mesage there", "NamedParameterNotFound", "-Inputs")]
    [InlineData("Invoke-DifyChat cat hi -Inputs topic", "InvalidArgument", "-Inputs @{ name = 'value' }")]
    [InlineData("Invoke-DifyCompletion writer a poem", "ArgumentUnexpected", "Invoke-DifyCompletion writer 'a poem'")]
    [InlineData("Set-DifyApp cat -Name kitten", "ArgumentUnexpected", "Set-DifyApp cat -NewName kitten")]
    [InlineData("Set-DifyApp -Name kitten cat", "ArgumentUnexpected", "Set-DifyApp cat -NewName kitten")]
    [InlineData("Set-DifyApp cat kitten", "ArgumentUnexpected", "Set-DifyApp cat -NewName kitten")]
    [InlineData("Set-DifyApp cat https://dify.example.com", "ArgumentUnexpected", "-Server before it")]
    [InlineData("Set-DifyApp cat $catKey", "ArgumentUnexpected", "-ApiKey before it")]
    [InlineData("Get-DifyApp cat triage", "ArgumentUnexpected", "-Name cat, triage")]
    [InlineData("Test-DifyApp cat triage writer", "ArgumentUnexpected", "-Name cat, triage, writer")]
    [InlineData("Get-DifyConversation cat alice", "ArgumentUnexpected", "Get-DifyConversation cat -User alice")]
    [InlineData("Get-DifyConversation cat 10", "ArgumentUnexpected", "-First before it")]
    [InlineData("Get-DifyMessage cat c1 alice", "ArgumentUnexpected", "-App, -ConversationId. By name: ")]
    [InlineData("Send-DifyFile cat a.txt b.txt", "ArgumentUnexpected", "-Path a.txt, b.txt")]
    [InlineData("Rename-DifyConversation cat c1 New title", "ArgumentUnexpected", "-App, -ConversationId, -NewTitle")]
    [InlineData("Invoke-DifyRestMethod cat get messages", "ArgumentUnexpected", "Invoke-DifyRestMethod cat messages -Method Get")]
    [InlineData("Invoke-DifyRestMethod cat messages -Query limit=5", "InvalidArgument", "-Query @{ name = 'value' }")]
    [InlineData("Submit-DifyHumanInputForm triage token approve fine", "InvalidArgument", "-Inputs @{ name = 'value' }")]
    [InlineData("Get-DifyApp -Nmae cat", "NamedParameterNotFound", "-Name, -Mode, -Server")]
    [InlineData("Get-DifyMessage cat c1 -Frist 3", "NamedParameterNotFound", "-First")]
    [InlineData("Invoke-DifyChat cat ('a', 'b')", "InvalidArgument", "through the pipeline")]
    [InlineData("Connect-DifyWorkspace work $server ([pscredential]::new('a@example.com', $catKey))", "ArgumentUnexpected", "-Credential before it")]
    public async Task A_slip_is_an_error_with_the_right_command(string command, string errorId, string action)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Writer", "completion");
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic").AddInput("select", "tone", options: ["formal"]));
        stage.Register("Odd", "workflow", app => app.AddInput("text-input", "my topic"));
        stage.ForgetRequests();
        var result = stage.Run(command);
        var error = Assert.Single(result.Errors);
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId);
        Assert.Contains(action, error.ErrorDetails.RecommendedAction);
        Assert.Empty(result.Output);
        Assert.Empty(stage.Requests);
        Assert.NotNull(stage.Binding("cat"));
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow kat printer")]
    [InlineData("Invoke-DifyWorkflow kat -topic printer")]
    [InlineData("Invoke-DifyChat kat Hello there")]
    public async Task A_name_that_is_not_there_is_told_first(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        Assert.Equal("AppNotFound", stage.Run(command).ErrorId);
    }

    [Theory]
    [InlineData("Set-DifyApp cat $key")]
    [InlineData("Invoke-DifyWorkflow triage $key")]
    [InlineData("Invoke-DifyWorkflow triage topic $key")]
    [InlineData("Invoke-DifyChat cat hi $key")]
    [InlineData("Get-DifyApp cat $key")]
    public async Task A_key_in_the_wrong_place_is_not_repeated(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        var key = Canary.NewKey();
        stage.Shell.SetVariable("key", key);
        var error = Assert.Single(stage.Run(command).Errors);
        Assert.DoesNotContain(key, error + error.ErrorDetails.RecommendedAction + error.Exception + error.CategoryInfo + error.TargetObject);
        Assert.All(error.InvocationInfo.BoundParameters.Values, one => Assert.DoesNotContain(key, $"{one}"));
    }

    [Fact]
    public async Task The_server_of_a_workspace_may_stand_behind_its_name()
    {
        await using var stage = await Stage.SetAsync();
        Assert.Equal("SignInRequired", stage.Run("Connect-DifyWorkspace work $server").ErrorId);
    }

    [Theory]
    [InlineData("Invoke-DifyChat cat hi -U bob")]
    [InlineData("Invoke-DifyWorkflow triage -u bob -x 1")]
    public async Task No_name_of_a_parameter_is_shadowed(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "x"));
        stage.Good(command);
        Assert.Equal("bob", (string?)stage.Requests.Last(one => one.Method == "POST").Json!["user"]);
    }

    [Fact]
    public async Task A_text_in_the_place_of_an_id_is_told_with_the_parameter_and_the_app()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var error = stage.Bad("Invoke-DifyChat cat hi -ConversationId abc", "InvalidArgument");
        Assert.StartsWith("'abc' is no id of 'cat': -ConversationId takes one", error.Exception.Message);
        Assert.DoesNotContain(stage.Requests, one => one.Method == "POST");
    }
}

using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Commands as people type them.</summary>
public sealed class PipelineBindingTests
{
    [Fact]
    public async Task Messages_flow_in_and_replies_flow_out()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var replies = stage.Good("'one', 'two', 'three' | Invoke-DifyChat cat").Output.Select(o => (DifyChatReply)o.BaseObject).ToList();
        Assert.Equal(["one", "two", "three"], replies.Select(r => r.Message));
        Assert.All(replies, r => Assert.Contains($"'{r.Message}'", r.Answer));
        Assert.Equal(3, replies.Select(r => r.ConversationId).Distinct().Count());
    }

    [Fact]
    public async Task A_reply_carries_app_conversation_and_user_to_the_next_message()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$first = Invoke-DifyChat cat 'I am Tom' -User tom");
        var second = (DifyChatReply)stage.Good("$first | Invoke-DifyChat -Message 'what did I say'").Output.Single().BaseObject;
        Assert.Contains("'I am Tom'", second.Answer);
        Assert.Equal("tom", second.User);
        Assert.Equal("cat", second.App);
    }

    [Fact]
    public async Task An_answer_piped_to_another_app_begins_a_conversation_of_its_own()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        var reply = (DifyChatReply)stage.Good("Invoke-DifyChat cat hi -User tom | Invoke-DifyChat dog").Output.Single().BaseObject;
        Assert.Equal("dog", reply.App);
        Assert.StartsWith("Cat here", reply.Message);
        Assert.Equal("alice", reply.User);
        Assert.Null(stage.Requests.Last().Json!["conversation_id"]);
    }

    [Fact]
    public async Task Apps_flow_by_name()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        Assert.Equal(2, stage.Good("Get-DifyApp | Invoke-DifyChat -Message hi").Output.Count);
        Assert.Equal(2, stage.Good("Get-DifyApp | Get-DifyAppInfo").Output.Count);
        Assert.Equal(2, stage.Good("Get-DifyApp | Test-DifyApp").Output.Count);
        stage.Good("Get-DifyApp | Set-DifyApp -User bob");
        Assert.Equal("bob", stage.Binding("dog")!.User);
        stage.Good("Get-DifyApp | Unregister-DifyApp");
        Assert.Empty(stage.Good("Get-DifyApp").Output);
    }

    [Fact]
    public async Task Rows_with_plain_text_keys_register_their_apps()
    {
        await using var stage = await Stage.SetAsync();
        var cat = stage.Dify.State.AddApp("Cat", "chat").CreateKey(Canary.NewKey());
        var dog = stage.Dify.State.AddApp("Dog", "chat").CreateKey(Canary.NewKey());
        // Import-Csv is not part of the bare engine; it gives just such objects.
        stage.Shell.SetVariable("rows", new[] { Row("cat", cat), Row("dog", dog) });
        stage.Good("$rows | Register-DifyApp");
        Assert.Equal(["cat", "dog"], stage.Good("Get-DifyApp").Output.Select(o => o.ToString()));
        Assert.Equal(cat, stage.GetSecret("DifyPS-cat"));

        System.Management.Automation.PSObject Row(string name, string key)
        {
            var row = new System.Management.Automation.PSObject();
            row.Properties.Add(new System.Management.Automation.PSNoteProperty("Name", name));
            row.Properties.Add(new System.Management.Automation.PSNoteProperty("ApiKey", key));
            row.Properties.Add(new System.Management.Automation.PSNoteProperty("Server", stage.Server));
            return row;
        }
    }

    [Fact]
    public async Task A_row_says_what_its_column_says_to_the_app_of_its_column()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Dog");
        var rows = "[pscustomobject] @{ App = 'cat'; Message = 'hello'; Note = 'for us' }, [pscustomobject] @{ App = 'dog'; Query = 42 }";
        var replies = stage.Good(rows + " | Invoke-DifyChat").Output.Select(one => (DifyChatReply)one.BaseObject);
        Assert.Equal(["cat: hello", "dog: 42"], replies.Select(one => $"{one.App}: {one.Message}"));
    }

    [Theory]
    [InlineData("[pscustomobject] @{ App = 'cat'; Massage = 'hello' }", "PSCustomObject")]
    [InlineData("[pscustomobject] @{ App = 'cat'; Message = @(1, 2) }", "PSCustomObject")]
    [InlineData("@{ Message = 'hello' }", "Hashtable")]
    [InlineData("[pscustomobject] @{ App = 'cat'; Message = ' ' }", "-Message")]
    public async Task A_row_that_says_nothing_is_not_sent_as_a_whole(string row, string told)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Dify.Requests.Clear();
        var error = stage.Bad(row + " | Invoke-DifyChat -App cat", "InvalidArgument");
        Assert.Contains(told, error.Exception.Message);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task One_bad_item_does_not_stop_the_others()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        using (
            stage.Dify.Faults.Add(
                new Dify.Simulator.Fault
                {
                    Path = "/chat-messages",
                    Status = 400,
                    Code = "completion_request_error",
                    Message = "no",
                    Skip = 1,
                    Count = 1,
                }
            )
        )
        {
            var result = stage.Run("'one', 'two', 'three' | Invoke-DifyChat cat");
            Assert.Equal(["one", "three"], result.Output.Select(o => ((DifyChatReply)o.BaseObject).Message));
            Assert.Equal("completion_request_error", result.ErrorId);
            Assert.Equal("two", result.Errors.Single().TargetObject);
        }
    }

    [Fact]
    public async Task Under_ErrorAction_Stop_the_first_error_ends_it()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var result = stage.Run(
            "$ErrorActionPreference = 'Stop'; try { 'a', 'b' | Invoke-DifyChat nobody } catch { $_.FullyQualifiedErrorId; $_.CategoryInfo.Category; $_.Exception.Message }"
        );
        Assert.StartsWith("AppNotFound,", result.Output[0].ToString());
        Assert.Equal("ObjectNotFound", result.Output[1].ToString());
        Assert.Equal(3, result.Output.Count);
    }

    [Fact]
    public async Task Inputs_travel_as_they_are_meant()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", configure: app =>
            app.AddInput("text-input", "city")
                .AddInput("number", "n")
                .AddInput("checkbox", "yes")
                .AddInput("json_object", "list")
                .AddInput("json_object", "deep")
        );
        stage.Good(
            "Invoke-DifyChat cat hi -Inputs @{ city = 'Köln'; n = 3; yes = $true; list = 1, 2; deep = [pscustomobject]@{ a = @{ b = 'c' } } }"
        );
        var inputs = stage.Requests.Last().Json!["inputs"]!.AsObject();
        Assert.Equal("Köln", (string?)inputs["city"]);
        Assert.Equal(3, (int)inputs["n"]!);
        Assert.True((bool)inputs["yes"]!);
        Assert.Equal("[1,2]", inputs["list"]!.ToJsonString());
        Assert.Equal("c", (string?)inputs["deep"]!["a"]!["b"]);
    }

    [Fact]
    public async Task It_works_under_strict_mode()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var result = stage.Shell.Show(
            "Set-StrictMode -Version Latest; Invoke-DifyChat cat hi; Get-DifyApp; Test-DifyApp; Get-DifyAppInfo cat"
        );
        Assert.Empty(result.Errors);
        Assert.Contains("Cat here", result.Text);
    }

    [Fact]
    public async Task The_registry_file_may_be_a_link()
    {
        await using var stage = await Stage.SetAsync();
        var real = Path.Combine(Directory.CreateDirectory(Path.Combine(stage.Folder, "shared")).FullName, "team.json");
        File.CreateSymbolicLink(stage.RegistryFile, real);
        stage.Register("Cat");
        Assert.True(File.Exists(real));
        Assert.NotNull(new FileInfo(stage.RegistryFile).LinkTarget);
        Assert.Single(stage.Good("Get-DifyApp").Output);
    }
}

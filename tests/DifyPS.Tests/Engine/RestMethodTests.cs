using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

public sealed class RestMethodTests
{
    [Fact]
    public async Task An_answer_comes_as_objects()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Good("$null = Invoke-DifyChat cat hi");
        var list = stage.Good("Invoke-DifyRestMethod cat conversations -Query @{ user = 'alice'; limit = 5 }").Output.Single();
        Assert.Equal(5L, list.Properties["limit"].Value);
        Assert.Equal(
            1,
            stage.Good("(Invoke-DifyRestMethod cat /conversations -Query @{ user = 'alice' }).data.Count").Output.Single().BaseObject
        );
    }

    [Fact]
    public async Task A_body_makes_it_a_post_and_a_stream_comes_as_events()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var events = stage
            .Good(
                "Invoke-DifyRestMethod cat chat-messages -Body @{ inputs = @{}; query = 'hi'; user = 'bob'; response_mode = 'streaming' }"
            )
            .Output;
        Assert.Equal("message", events[0].Properties["event"].Value);
        Assert.Equal("message_end", events[^1].Properties["event"].Value);
        var blocking = stage
            .Good("""Invoke-DifyRestMethod cat chat-messages -Body '{"inputs":{},"query":"hi","user":"bob","response_mode":"blocking"}'""")
            .Output.Single();
        Assert.Equal("Cat here: you said 'hi'", blocking.Properties["answer"].Value);
        Assert.All(stage.Requests.TakeLast(2), r => Assert.Equal("POST", r.Method));
    }

    [Fact]
    public async Task A_file_goes_up_and_comes_down_as_it_was()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var up = Path.Combine(stage.Folder, "up.txt");
        var down = Path.Combine(stage.Folder, "down.txt");
        File.WriteAllText(up, "Grüße\n");
        stage.Shell.SetVariable("up", up);
        stage.Shell.SetVariable("down", down);
        stage.Good("$f = Invoke-DifyRestMethod cat files/upload -InFile $up -Body @{ user = 'alice' }");
        // A file can be seen once a message refers to it.
        stage.Good(
            "$null = Invoke-DifyRestMethod cat chat-messages -Body @{ inputs = @{}; query = 'look'; user = 'alice'; response_mode = 'blocking'; files = @(@{ type = 'document'; transfer_method = 'local_file'; upload_file_id = $f.id }) }"
        );
        Assert.Empty(stage.Good("Invoke-DifyRestMethod cat \"files/$($f.id)/preview\" -Query @{ user = 'alice' } -OutFile $down").Output);
        Assert.Equal(File.ReadAllBytes(up), File.ReadAllBytes(down));
        Assert.Equal(2, Directory.GetFiles(stage.Folder, "*.txt*").Length);
    }

    [Theory]
    [InlineData("Invoke-DifyRestMethod cat info -Body 'not json'", "InvalidArgument")]
    [InlineData("Invoke-DifyRestMethod cat info -Method Get -Body @{ a = 1 }", "InvalidArgument")]
    [InlineData("Invoke-DifyRestMethod cat files/upload -InFile /nowhere/at/all.txt", "FileError")]
    public async Task What_cannot_be_sent_is_told_before_anything_is(string command, string errorId)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.ForgetRequests();
        stage.Bad(command, errorId);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task Difys_own_error_is_the_error()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        var error = stage.Bad(
            "Invoke-DifyRestMethod cat messages -Query @{ conversation_id = '00000000-0000-4000-8000-000000000000'; user = 'alice' }",
            "not_found"
        );
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
    }
}

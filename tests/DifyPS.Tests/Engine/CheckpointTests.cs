using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Runs.Checkpoints;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>A list that was cut off goes on where it was, and nothing that has a result is run again.</summary>
public sealed class CheckpointTests
{
    [Fact]
    public async Task Items_with_a_result_are_passed_over()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        Assert.Equal(3, stage.Good("'a', 'b', 'c' | Invoke-DifyWorkflow triage -Checkpoint $file").Output.Count);
        var again = stage.Good("'a', 'b', 'c', 'd' | Invoke-DifyWorkflow triage -Checkpoint $file -ThrottleLimit 3 -Summary").Output;
        var summary = (DifyBatchSummary)again[^1].BaseObject;
        Assert.Equal((1, 3, 4), ((int)summary.Succeeded, (int)summary.Skipped, (int)summary.Total));
        Assert.All(app.Ledger.By("topic").Values, count => Assert.Equal(1, count.Started));
        Assert.Equal(4, app.Ledger.Total.Started);
    }

    [Fact]
    public async Task An_item_is_shown_by_what_it_was()
    {
        await using var stage = await Stage.SetAsync();
        Register(stage);
        stage.Register("Cat");
        stage.Register("Two", "workflow", app => app.AddInput("text-input", "topic").AddInput("text-input", "tone"));
        stage.Good("'a', 'a' | Invoke-DifyWorkflow triage -Checkpoint $file");
        stage.Good("[pscustomobject] @{ Id = 'T7'; topic = 'b' } | Invoke-DifyWorkflow triage -Checkpoint \"$file.key\" -KeyProperty Id");
        stage.Good("\"Hello`nthere\" | Invoke-DifyChat cat -Checkpoint \"$file.chat\"");
        stage.Good("@{ topic = 'c'; tone = 'rude' } | Invoke-DifyWorkflow two -Checkpoint \"$file.two\"");
        string[] Items(string path) => [.. stage.Good($"Get-DifyCheckpoint {path}").Output.Select(one => ((DifyCheckpointEntry)one.BaseObject).Item)];
        Assert.Equal(["a", "a"], Items("$file"));
        Assert.Equal(["T7"], Items("\"$file.key\""));
        Assert.Equal(["Hello there"], Items("\"$file.chat\""));
        Assert.All(["topic", "c", "tone", "rude"], word => Assert.Contains(word, Items("\"$file.two\"").Single()));
        Assert.All(stage.Good("Get-DifyCheckpoint $file").Output, one => Assert.Matches("^[0-9a-f]{32}(#2)?$", ((DifyCheckpointEntry)one.BaseObject).Key));
    }

    [Fact]
    public async Task Items_that_are_all_the_same_are_each_run_once()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        stage.Good("'a', 'a', 'a' | Invoke-DifyWorkflow triage -Checkpoint $file -ThrottleLimit 3");
        stage.Good("'a', 'a', 'a', 'a' | Invoke-DifyWorkflow triage -Checkpoint $file");
        Assert.Equal(4, app.Ledger.Total.Started);
    }

    [Fact]
    public async Task A_run_whose_end_is_not_known_is_asked_for_before_anything_is_run_again()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        stage.Good("'a', 'b' | Invoke-DifyWorkflow triage -Checkpoint $file");
        // Killed after Dify had named the run.
        Cut(stage, line => line.Contains("\"event\":\"ended\"", StringComparison.Ordinal));
        Assert.Equal(2, stage.Good("'a', 'b' | Invoke-DifyWorkflow triage -Checkpoint $file").Output.Count);
        Assert.Equal(2, app.Ledger.Total.Started);
        Assert.Equal(
            ["succeeded", "succeeded"],
            stage.Good("Get-DifyCheckpoint $file").Output.Select(o => ((DifyCheckpointEntry)o.BaseObject).Status)
        );
    }

    [Fact]
    public async Task A_run_that_Dify_had_not_named_yet_is_looked_for_by_its_inputs()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        stage.Good("'a', 'a', 'b' | Invoke-DifyWorkflow triage -Checkpoint $file");
        // Killed right after they were sent.
        Cut(stage, line =>
            !line.Contains("\"event\":\"sending\"", StringComparison.Ordinal) && line.Contains("\"key\"", StringComparison.Ordinal)
        );
        stage.Good("'a', 'a', 'b', 'c' | Invoke-DifyWorkflow triage -Checkpoint $file -ThrottleLimit 4");
        Assert.Equal(4, app.Ledger.Total.Started);
        Assert.Equal(4, stage.Good("Get-DifyCheckpoint $file | ForEach-Object { $_.RunId }").Output.Distinct().Count());
    }

    [Fact]
    public async Task Items_of_equal_inputs_are_not_mistaken_for_each_other_after_a_kill()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        stage.Good("'a', 'a', 'a' | Invoke-DifyWorkflow triage -Checkpoint $file");
        // Killed when all three had been noted, and only one had reached Dify.
        Cut(stage, line =>
            !line.Contains("\"event\":\"sending\"", StringComparison.Ordinal) && line.Contains("\"key\"", StringComparison.Ordinal)
        );
        stage.Dify.State.RemoveApp(app);
        var second = stage.Dify.State.AddApp("Triage", "workflow", one => one.AddInput("text-input", "topic", required: true));
        stage.SetKey("next", second.CreateKey(Canary.NewKey()));
        stage.Good("Set-DifyApp triage -ApiKey $next; 'a' | Invoke-DifyWorkflow triage");
        stage.Good("'a', 'a', 'a' | Invoke-DifyWorkflow triage -Checkpoint $file -ThrottleLimit 3");
        Assert.Equal(3, second.Ledger.Total.Started);
        Assert.Equal(3, stage.Good("Get-DifyCheckpoint $file | ForEach-Object { $_.RunId }").Output.Distinct().Count());
    }

    [Fact]
    public async Task A_run_that_was_stopped_with_its_command_is_run_again()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        app.Script = new ChatScript { Duration = TimeSpan.FromMinutes(5) };
        stage.Bad("'a' | Invoke-DifyWorkflow triage -Checkpoint $file -TimeoutSeconds 1", "ReplyTimeout");
        Cut(stage, line => line.Contains("\"event\":\"ended\"", StringComparison.Ordinal));
        app.Script = new ChatScript();
        Assert.Single(stage.Good("'a' | Invoke-DifyWorkflow triage -Checkpoint $file").Output);
        Assert.Equal((2, 1), (app.Ledger.Total.Started, app.Ledger.Total.Succeeded));
    }

    [Fact]
    public async Task A_last_line_that_was_cut_off_is_no_line()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        stage.Good("'a', 'b' | Invoke-DifyWorkflow triage -Checkpoint $file");
        var text = File.ReadAllText(FileOf(stage));
        File.WriteAllText(FileOf(stage), text[..^25]);
        stage.Good("Get-DifyCheckpoint $file");
        stage.Good("'a', 'b' | Invoke-DifyWorkflow triage -Checkpoint $file");
        Assert.Equal(2, app.Ledger.Total.Started);
        Assert.EndsWith("\n", File.ReadAllText(FileOf(stage)));
    }

    [Fact]
    public async Task What_was_left_of_a_line_is_gone_when_the_list_goes_on()
    {
        await using var stage = await Stage.SetAsync();
        Register(stage);
        stage.Good("'a', 'b' | Invoke-DifyWorkflow triage -Checkpoint $file");
        var whole = File.ReadAllText(FileOf(stage));
        // Longer than what is written next, so that none of it is hidden by that.
        File.AppendAllText(FileOf(stage), "{\"key\":\"" + new string('x', 20_000));
        stage.Good("'a', 'b', 'c' | Invoke-DifyWorkflow triage -Checkpoint $file");
        Assert.StartsWith(whole, File.ReadAllText(FileOf(stage)));
        Assert.DoesNotContain("xxx", File.ReadAllText(FileOf(stage)));
        File.AppendAllText(FileOf(stage), "{\"key\":\"" + new string('x', 20_000));
        stage.Good("'a', 'b', 'c', 'd' | Invoke-DifyWorkflow triage -Checkpoint $file");
        Assert.DoesNotContain("xxx", File.ReadAllText(FileOf(stage)));
        Assert.Equal(4, stage.Good("Get-DifyCheckpoint $file").Output.Count);
    }

    [Fact]
    public async Task A_checkpoint_of_something_else_is_refused_and_stays_as_it_is()
    {
        await using var stage = await Stage.SetAsync();
        Register(stage);
        stage.Register("Other", "workflow", app => app.AddInput("text-input", "topic"));
        stage.Good("'a' | Invoke-DifyWorkflow triage -Checkpoint $file");
        var before = File.ReadAllText(FileOf(stage));
        stage.ForgetRequests();
        Assert.Contains(
            "of the app 'triage'",
            stage.Bad("'a' | Invoke-DifyWorkflow other -Checkpoint $file", "CheckpointMismatch").Exception.Message
        );
        stage.Bad("'a' | Invoke-DifyWorkflow triage -Checkpoint $file -Inputs @{ topic = 'x' }", "CheckpointMismatch");
        File.AppendAllText(FileOf(stage), "nonsense\n");
        Assert.Contains("Line 5 ", stage.Bad("'a' | Invoke-DifyWorkflow triage -Checkpoint $file", "CheckpointDamaged").Exception.Message);
        Assert.Equal(before + "nonsense\n", File.ReadAllText(FileOf(stage)));
        using (new FileStream(FileOf(stage), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            stage.Bad("'a' | Invoke-DifyWorkflow triage -Checkpoint $file", "CheckpointNotWritable");
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("{\"tickets\":[1,2,3]}")]
    [InlineData("id,topic\n1,a\n")]
    public async Task A_file_of_something_else_is_not_touched(string content)
    {
        await using var stage = await Stage.SetAsync();
        Register(stage);
        File.WriteAllText(FileOf(stage), content);
        stage.ForgetRequests();
        Assert.Contains(
            FileOf(stage),
            stage.Bad("'a' | Invoke-DifyWorkflow triage -Checkpoint $file", "CheckpointDamaged").Exception.Message
        );
        Assert.Equal("CheckpointDamaged", stage.Run("Get-DifyCheckpoint $file").ErrorId);
        Assert.Equal(content, File.ReadAllText(FileOf(stage)));
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_checkpoint_has_one_writer_by_whichever_name_it_is_called_and_any_number_of_readers()
    {
        await using var stage = await Stage.SetAsync();
        Register(stage);
        stage.Good("'a' | Invoke-DifyWorkflow triage -Checkpoint $file");
        using (CheckpointStream.Open(FileOf(stage), out var held))
        using (held)
        {
            stage.ForgetRequests();
            Assert.Contains(
                "another process",
                stage.Bad("'b' | Invoke-DifyWorkflow triage -Checkpoint $file", "CheckpointNotWritable").Exception.Message
            );
            if (!OperatingSystem.IsWindows())
            {
                File.CreateSymbolicLink(Path.Combine(stage.Folder, "link.jsonl"), "batch.jsonl");
                stage.Shell.SetVariable("link", Path.Combine(stage.Folder, "link.jsonl"));
                stage.Bad("'b' | Invoke-DifyWorkflow triage -Checkpoint $link", "CheckpointNotWritable");
            }

            Assert.Empty(stage.Requests);
            Assert.Single(stage.Good("Get-DifyCheckpoint $file").Output);
        }

        Assert.Single(stage.Good("'b' | Invoke-DifyWorkflow triage -Checkpoint $file").Output);
    }

    [Fact]
    public async Task A_checkpoint_is_for_its_owner_only_and_so_is_a_folder_made_for_it()
    {
        await using var stage = await Stage.SetAsync();
        Register(stage);
        var path = Path.Combine(stage.Folder, "runs", "batch.jsonl");
        stage.Shell.SetVariable("file", path);
        stage.Good("'a' | Invoke-DifyWorkflow triage -Checkpoint $file");
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path + ".lock"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(path)!)
        );
    }

    [Fact]
    public async Task An_own_key_tells_items_apart_whatever_their_inputs()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        stage.Good(
            "[pscustomobject] @{ Id = 1; topic = 'a' }, [pscustomobject] @{ Id = 2; topic = 'b' } | Invoke-DifyWorkflow triage -Checkpoint $file -KeyProperty Id"
        );
        stage.Good("[pscustomobject] @{ Id = 1; topic = 'changed' } | Invoke-DifyWorkflow triage -Checkpoint $file -KeyProperty Id");
        Assert.Equal(2, app.Ledger.Total.Started);
        Assert.Equal(["1", "2"], stage.Good("Get-DifyCheckpoint $file").Output.Select(o => ((DifyCheckpointEntry)o.BaseObject).Key));
        Assert.Equal(
            "KeyNotUnique",
            stage
                .Run(
                    "[pscustomobject] @{ Id = 3; topic = 'a' }, [pscustomobject] @{ Id = 3; topic = 'b' } | Invoke-DifyWorkflow triage -Checkpoint $file -KeyProperty Id"
                )
                .ErrorId
        );
        Assert.Equal(
            "KeyMissing",
            stage.Run("[pscustomobject] @{ topic = 'a' } | Invoke-DifyWorkflow triage -Checkpoint $file -KeyProperty Id").ErrorId
        );
        Assert.Equal("InvalidArgument", stage.Run("'a' | Invoke-DifyWorkflow triage -KeyProperty Id").ErrorId);
    }

    [Fact]
    public async Task Failures_stay_told_until_they_are_asked_for_again()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        app.Script = new ChatScript { FailFor = ["bad"] };
        stage.Run("'good', 'bad' | Invoke-DifyWorkflow triage -Checkpoint $file");
        stage.Good("'good', 'bad' | Invoke-DifyWorkflow triage -Checkpoint $file");
        Assert.Equal(2, app.Ledger.Total.Started);
        app.Script = new ChatScript();
        stage.Good("'good', 'bad' | Invoke-DifyWorkflow triage -Checkpoint $file -RetryFailed");
        Assert.Equal((3, 1), (app.Ledger.Total.Started, app.Ledger.By("topic")["good"].Started));
    }

    [Fact]
    public async Task Failures_can_be_piped_in_again()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        app.Script = new ChatScript { FailFor = ["bad"] };
        stage.Run("'good', 'bad' | Invoke-DifyWorkflow triage -Checkpoint $file");
        app.Script = new ChatScript();
        var result = (DifyWorkflowResult)
            stage.Good("Get-DifyCheckpoint $file -Status failed | Invoke-DifyWorkflow triage").Output.Single().BaseObject;
        Assert.Contains("bad", result.ToString());
    }

    [Fact]
    public async Task What_was_refused_has_no_result_and_is_tried_again()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        using (
            stage.Dify.Faults.Add(
                new Fault
                {
                    Kind = FaultKind.Error,
                    Path = "/workflows/run",
                    Status = 403,
                    Code = "forbidden",
                    Count = 1,
                }
            )
        )
        {
            stage.Bad("'a' | Invoke-DifyWorkflow triage -Checkpoint $file", "forbidden");
        }
        Assert.Equal("refused", ((DifyCheckpointEntry)stage.Good("Get-DifyCheckpoint $file").Output.Single().BaseObject).Status);
        Assert.Single(stage.Good("'a' | Invoke-DifyWorkflow triage -Checkpoint $file").Output);
        Assert.Equal(1, app.Ledger.Total.Started);
    }

    [Fact]
    public async Task An_error_after_the_run_began_is_a_result_that_is_told()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        using (stage.Dify.Faults.Add(new Fault { Kind = FaultKind.ErrorAfterwards, Path = "/workflows/run", Count = 1 }))
            Assert.Single(stage.Run("'a' | Invoke-DifyWorkflow triage -Checkpoint $file").Errors);
        Assert.Empty(stage.Good("'a' | Invoke-DifyWorkflow triage -Checkpoint $file").Output);
        Assert.Equal(1, app.Ledger.Total.Started);
        var entry = (DifyCheckpointEntry)stage.Good("Get-DifyCheckpoint $file").Output.Single().BaseObject;
        Assert.Equal(("failed", "internal_server_error"), (entry.Status, entry.ErrorId));
    }

    [Theory]
    [InlineData("chat", "Invoke-DifyChat", "/chat-messages")]
    [InlineData("completion", "Invoke-DifyCompletion", "/completion-messages")]
    public async Task Messages_and_texts_have_checkpoints_too(string mode, string cmdlet, string path)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", mode, app => { if (mode == "completion") app.AddInput("paragraph", "text"); });
        stage.Shell.SetVariable("file", FileOf(stage));
        stage.Good($"'one', 'two' | {cmdlet} cat -Checkpoint $file -ThrottleLimit 2");
        Assert.Empty(stage.Good($"'one', 'two' | {cmdlet} cat -Checkpoint $file").Output);
        Assert.Equal(2, stage.Requests.Count(r => r.Path == path));
        Assert.All(stage.Good("Get-DifyCheckpoint $file").Output.Select(o => (DifyCheckpointEntry)o.BaseObject), entry =>
        {
            Assert.Equal(("cat", "succeeded"), (entry.App, entry.Status));
            Assert.NotEmpty(entry.Answer!);
            Assert.NotNull(entry.MessageId);
        });
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("agent-chat")]
    public async Task A_message_whose_end_is_not_known_is_asked_for_before_it_is_sent_again(string mode)
    {
        await using var stage = await Stage.SetAsync();
        RegisterCat(stage, mode);
        stage.Good("'one', 'two' | Invoke-DifyChat cat -Checkpoint $file");
        Cut(stage, line => line.Contains("\"event\":\"ended\"", StringComparison.Ordinal));
        stage.ForgetRequests();
        var replies = stage
            .Good("'one', 'two' | Invoke-DifyChat cat -Checkpoint $file -ThrottleLimit 2")
            .Output.Select(o => (DifyChatReply)o.BaseObject)
            .ToList();
        Assert.Equal(["one", "two"], replies.Select(reply => reply.Message).Order());
        Assert.All(replies, reply => Assert.Contains(reply.Message, reply.Answer));
        Assert.DoesNotContain(stage.Requests, r => r.Path == "/chat-messages");
        Assert.All(stage.Good("Get-DifyCheckpoint $file").Output.Select(o => (DifyCheckpointEntry)o.BaseObject), entry =>
            Assert.Equal("succeeded", entry.Status)
        );
    }

    [Fact]
    public async Task A_message_that_Dify_had_not_named_yet_is_looked_for_by_its_text()
    {
        await using var stage = await Stage.SetAsync();
        RegisterCat(stage, "chat");
        stage.Good("'one', 'one', 'two' | Invoke-DifyChat cat -Checkpoint $file");
        Cut(stage, line =>
            !line.Contains("\"event\":\"sending\"", StringComparison.Ordinal) && line.Contains("\"key\"", StringComparison.Ordinal)
        );
        stage.ForgetRequests();
        Assert.Equal(4, stage.Good("'one', 'one', 'two', 'three' | Invoke-DifyChat cat -Checkpoint $file -ThrottleLimit 4").Output.Count);
        Assert.Equal(1, stage.Requests.Count(r => r.Path == "/chat-messages"));
        Assert.Equal(4, stage.Good("Get-DifyCheckpoint $file | ForEach-Object { $_.MessageId }").Output.Distinct().Count());
    }

    [Fact]
    public async Task A_message_in_a_conversation_is_looked_for_there()
    {
        await using var stage = await Stage.SetAsync();
        RegisterCat(stage, "chat");
        stage.Good(
            "$first = Invoke-DifyChat cat 'hello'; 'one' | Invoke-DifyChat cat -ConversationId $first.ConversationId -Checkpoint $file"
        );
        Cut(stage, line =>
            !line.Contains("\"event\":\"sending\"", StringComparison.Ordinal) && line.Contains("\"key\"", StringComparison.Ordinal)
        );
        stage.ForgetRequests();
        Assert.Single(stage.Good("'one' | Invoke-DifyChat cat -ConversationId $first.ConversationId -Checkpoint $file").Output);
        Assert.DoesNotContain(stage.Requests, r => r.Path == "/chat-messages");
    }

    [Fact]
    public async Task A_message_that_is_gone_is_sent_again()
    {
        await using var stage = await Stage.SetAsync();
        RegisterCat(stage, "chat");
        stage.Good("'one' | Invoke-DifyChat cat -Checkpoint $file | Remove-DifyConversation -Confirm:$false");
        Cut(stage, line => line.Contains("\"event\":\"ended\"", StringComparison.Ordinal));
        stage.ForgetRequests();
        Assert.Single(stage.Good("'one' | Invoke-DifyChat cat -Checkpoint $file").Output);
        Assert.Equal(1, stage.Requests.Count(r => r.Path == "/chat-messages"));
    }

    [Fact]
    public async Task An_item_with_a_key_that_does_not_fit_is_noted_and_tried_again()
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        stage.Bad(
            "[pscustomobject] @{ Id = 1; other = 'a' } | Invoke-DifyWorkflow triage -Checkpoint $file -KeyProperty Id",
            "InvalidInputs"
        );
        var entry = (DifyCheckpointEntry)stage.Good("Get-DifyCheckpoint $file").Output.Single().BaseObject;
        Assert.Equal(("1", "refused", "InvalidInputs"), (entry.Key, entry.Status, entry.ErrorId));
        stage.Good("[pscustomobject] @{ Id = 1; topic = 'a' } | Invoke-DifyWorkflow triage -Checkpoint $file -KeyProperty Id");
        // With its result there, its inputs are not looked at any more.
        Assert.Empty(
            stage.Good("[pscustomobject] @{ Id = 1; other = 'a' } | Invoke-DifyWorkflow triage -Checkpoint $file -KeyProperty Id").Output
        );
        Assert.Equal(1, app.Ledger.Total.Started);
    }

    // Twelve minutes if each took its share: longer than a test may take.
    [Theory]
    [InlineData("")]
    [InlineData("-KeyProperty Id")]
    [InlineData("-ThrottleLimit 3")]
    public async Task What_is_passed_over_takes_no_share_of_the_minute(string how)
    {
        await using var stage = await Stage.SetAsync();
        var app = Register(stage);
        const string rows = "1..12 | ForEach-Object { [pscustomobject] @{ Id = $_; topic = \"t$_\" } }";
        stage.Good($"{rows} | Invoke-DifyWorkflow triage -Checkpoint $file {how}");
        var again = stage.Good(
            $"@({rows}) + [pscustomobject] @{{ Id = 13; topic = 'new' }} | "
                + $"Invoke-DifyWorkflow triage -Checkpoint $file {how} -RequestsPerMinute 1 -Summary"
        );
        Assert.Equal((1, 12), ((int)((DifyBatchSummary)again.Output[^1].BaseObject).Succeeded, (int)((DifyBatchSummary)again.Output[^1].BaseObject).Skipped));
        Assert.Equal(13, app.Ledger.Total.Started);
    }

    [Theory]
    [InlineData("Id = 'T1'; Message = ''", "")]
    [InlineData("Id = 'T1'; Message = ' '", "-ThrottleLimit 2")]
    [InlineData("Id = 'T1'; Other = ''", "-Message { $_.Other }")]
    [InlineData("Id = 'T1'; Question = 'Who?'", "")]
    public async Task An_item_without_a_message_leaves_a_line_with_its_key(string columns, string how)
    {
        await using var stage = await Stage.SetAsync();
        RegisterCat(stage, "chat");
        stage.ForgetRequests();
        var error = stage.Bad(
            $"[pscustomobject] @{{ {columns} }} | Invoke-DifyChat cat -Checkpoint $file -KeyProperty Id {how}",
            "InvalidArgument"
        );
        Assert.DoesNotContain("leave it out", error.ErrorDetails.RecommendedAction);
        if (!columns.Contains("Question", StringComparison.Ordinal))
            Assert.Equal("Give it a text, or leave the item out of the list.", error.ErrorDetails.RecommendedAction);
        Assert.Empty(stage.Requests);
        var entry = (DifyCheckpointEntry)stage.Good("Get-DifyCheckpoint $file").Output.Single().BaseObject;
        Assert.Equal(("T1", "refused", "InvalidArgument"), (entry.Key, entry.Status, entry.ErrorId));
        Assert.Single(
            stage.Good("[pscustomobject] @{ Id = 'T1'; Message = 'hi' } | Invoke-DifyChat cat -Checkpoint $file -KeyProperty Id").Output
        );
        // What has its result keeps it.
        stage.Run($"[pscustomobject] @{{ {columns} }} | Invoke-DifyChat cat -Checkpoint $file -KeyProperty Id {how}");
        Assert.Equal("succeeded", ((DifyCheckpointEntry)stage.Good("Get-DifyCheckpoint $file").Output.Single().BaseObject).Status);
    }

    [Fact]
    public async Task A_key_that_is_there_twice_keeps_the_line_of_the_first()
    {
        await using var stage = await Stage.SetAsync();
        RegisterCat(stage, "chat");
        stage.Run(
            "[pscustomobject] @{ Id = 1; Message = 'hi' }, [pscustomobject] @{ Id = 1; Message = '' } | "
                + "Invoke-DifyChat cat -Checkpoint $file -KeyProperty Id"
        );
        Assert.Equal("succeeded", ((DifyCheckpointEntry)stage.Good("Get-DifyCheckpoint $file").Output.Single().BaseObject).Status);
    }

    private static void RegisterCat(Stage stage, string mode)
    {
        stage.Shell.SetVariable("file", FileOf(stage));
        stage.Register("Cat", mode);
    }

    private static SimulatedApp Register(Stage stage)
    {
        stage.Shell.SetVariable("file", FileOf(stage));
        return stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic", required: true)).App;
    }

    private static string FileOf(Stage stage) => Path.Combine(stage.Folder, "batch.jsonl");

    private static void Cut(Stage stage, Func<string, bool> isLost) =>
        File.WriteAllLines(FileOf(stage), File.ReadAllLines(FileOf(stage)).Where(line => !isLost(line)));
}

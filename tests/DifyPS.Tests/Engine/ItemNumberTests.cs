using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>An error of a list says which item it is about: by its place, and by what people know it by.</summary>
public sealed class ItemNumberTests
{
    private const string Rows =
        "1..6 | ForEach-Object { [pscustomobject] @{ Id = \"T$_\"; topic = $(if ($_ -eq 4) { 'far too long' } else { 'ok' }) } }";

    [Theory]
    [InlineData("")]
    [InlineData("-ThrottleLimit 4")]
    [InlineData("-ThrottleLimit 4 -Ordered")]
    [InlineData("-Summary")]
    [InlineData("-Checkpoint $file")]
    [InlineData("-Checkpoint $file -KeyProperty Id")]
    public async Task Inputs_that_do_not_fit_are_told_with_their_row(string how)
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.SetVariable("file", System.IO.Path.Combine(stage.Folder, "c.jsonl"));
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic", required: true, maxLength: 5));
        var error = Assert.Single(stage.Run($"{Rows} | Invoke-DifyWorkflow triage {how}").Errors);
        Assert.StartsWith("InvalidInputs,", error.FullyQualifiedErrorId);
        Assert.StartsWith("For item 4 (Id T4): ", error.ToString());
        Assert.Contains("'topic' has 12 characters", error.ToString());
        Assert.Equal("T4", ((PSObject)error.TargetObject).Properties["Id"].Value);
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow", "workflow", "/workflows/run")]
    [InlineData("Invoke-DifyCompletion", "completion", "/completion-messages")]
    [InlineData("Invoke-DifyChat", "chat", "/chat-messages")]
    public async Task What_the_server_refuses_is_told_with_its_item(string cmdlet, string mode, string path)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", mode, app => _ = mode == "chat" ? app : app.AddInput("text-input", "topic"));
        using var fault = stage.Dify.Faults.Add(
            new Fault
            {
                Kind = FaultKind.Error,
                Path = path,
                Status = 400,
                Code = "invalid_param",
                Count = 1,
                Skip = 2,
            }
        );
        var error = Assert.Single(stage.Run($"'a', 'b', 'c', 'd' | {cmdlet} cat").Errors);
        Assert.StartsWith("For item 3: ", error.ToString());
        Assert.StartsWith("invalid_param,", error.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-ThrottleLimit 3")]
    public async Task A_run_that_failed_is_told_with_its_item(string how)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic").Script = new ChatScript { FailFor = ["bad"] });
        var error = Assert.Single(stage.Run($"@{{ topic = 'a' }}, @{{ topic = 'bad'; TicketId = 17 }} | Invoke-DifyWorkflow triage {how}").Errors);
        Assert.StartsWith("WorkflowFailed,", error.FullyQualifiedErrorId);
        Assert.StartsWith("For item 2 (TicketId 17): ", error.ToString());
    }

    [Fact]
    public async Task An_item_without_a_message_counts_like_the_others()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "chat", app => app.Script = new ChatScript { FailFor = ["bad"] });
        var result = stage.Run(
            "'a', '', $null, [pscustomobject] @{ Name = 'Ann'; Message = ' ' }, [pscustomobject] @{ Name = 'Bob'; Text = 'hi' }, 'z' | Invoke-DifyChat cat"
        );
        Assert.Equal(["item 2", "item 3", "item 4 (Name Ann)", "item 5 (Name Bob)"], result.Errors.Select(Item));
        Assert.All(result.Errors, error => Assert.StartsWith("InvalidArgument,", error.FullyQualifiedErrorId));
        Assert.Equal(2, result.Output.Count);
    }

    [Theory]
    [InlineData("[pscustomobject] @{ topic = 'bad'; Ticket = 'x' }", "item 1")]
    [InlineData("[pscustomobject] @{ topic = 'bad'; Name = 'a', 'b'; Title = 'Mice' }", "item 1 (Title Mice)")]
    [InlineData("[pscustomobject] @{ topic = 'bad'; Id = '' ; customer_id = 7 }", "item 1 (customer_id 7)")]
    [InlineData("[pscustomobject] @{ topic = 'bad'; Id = 'app-0123456789abcdefghijklmn' }", "item 1")]
    [InlineData("[pscustomobject] @{ topic = 'bad'; Id = ('x' * 61); Name = \"a`nb\" }", "item 1 (Name a b)")]
    public async Task It_is_known_by_a_column_that_tells_it_from_others(string row, string expected)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic", maxLength: 2));
        Assert.Equal(expected, Item(Assert.Single(stage.Run($"{row} | Invoke-DifyWorkflow triage").Errors)));
    }

    [Fact]
    public async Task The_column_of_the_key_goes_first()
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.SetVariable("file", System.IO.Path.Combine(stage.Folder, "c.jsonl"));
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic", maxLength: 2));
        var result = stage.Run(
            "[pscustomobject] @{ Id = 1; Ticket = 'A'; topic = 'ab' }, [pscustomobject] @{ Id = 2; Ticket = 'A'; topic = 'ab' } | Invoke-DifyWorkflow triage -Checkpoint $file -KeyProperty Ticket"
        );
        Assert.Equal("item 2 (Ticket A)", Item(Assert.Single(result.Errors)));
    }

    [Theory]
    [InlineData("Invoke-DifyWorkflow triage -topic bad")]
    [InlineData("Invoke-DifyWorkflow triage @{ topic = 'bad' } -ThrottleLimit 2")]
    [InlineData("Invoke-DifyWorkflow triage -InputObject @{ topic = 'bad'; Id = 4 }")]
    [InlineData("'bad', 'worse' | ForEach-Object { Invoke-DifyWorkflow triage -topic $_ }")]
    [InlineData("Invoke-DifyWorkflow triage -topic ok | Invoke-DifyWorkflow narrow")]
    public async Task One_that_is_of_no_list_has_no_number(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app =>
        {
            app.AddInput("text-input", "topic", maxLength: 2);
            app.Script = new ChatScript { Outputs = new() { ["topic"] = "long" } };
        });
        stage.Register("Narrow", "workflow", app => app.AddInput("text-input", "topic", maxLength: 2));
        var errors = stage.Run(command).Errors;
        Assert.NotEmpty(errors);
        Assert.All(errors, error =>
        {
            Assert.StartsWith("InvalidInputs,", error.FullyQualifiedErrorId);
            Assert.StartsWith("The inputs do not fit", error.ToString());
        });
    }

    [Theory]
    [InlineData("Question = 'Who?'; Id = 1", "Invoke-DifyChat cat -Message { $_.Question }")]
    [InlineData("Id = 1; Prompt = 'Who?'", "Invoke-DifyChat cat -Message { $_.Prompt }")]
    [InlineData("Id = 1; text = 'Who?'", "Invoke-DifyChat cat -Message { $_.text }")]
    [InlineData("Id = 1; 'The question' = 'Who?'", "Invoke-DifyChat cat -Message { $_.'The question' }")]
    [InlineData("Nr = '1'; Frage = 'Wer bist du?'", "Invoke-DifyChat cat -Message { $_.Frage }")]
    public async Task A_row_whose_column_is_called_otherwise_tells_a_command_that_works(string columns, string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        foreach (var row in new[] { $"[pscustomobject] @{{ {columns} }}", $"@{{ {columns} }}" })
        {
            var error = stage.Bad($"{row} | Invoke-DifyChat cat", "InvalidArgument");
            Assert.EndsWith("... | " + command, error.ErrorDetails.RecommendedAction);
            Assert.Single(stage.Good($"{row} | {command}").Output);
        }
    }

    private static string Item(ErrorRecord error) => error.ToString().Split(": ")[0]["For ".Length..];
}

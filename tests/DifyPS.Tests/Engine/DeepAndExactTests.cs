using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>What a run gave is kept whole, however deep it is nested, however its names are called, and to the last digit.</summary>
public sealed class DeepAndExactTests
{
    private const string Numbers =
        """{"whole":12345678901234567890,"part":1234567890.1234567891,"many":0.1000000000000000000000000000000000000001,"huge":1e400,"half":0.5,"minus":-0}""";

    [Theory]
    [InlineData(70)]
    [InlineData(500)]
    public async Task An_output_nested_deep_is_a_result_like_any_other(int depth)
    {
        await using var stage = await SetAsync(new JsonObject { ["tree"] = Deep(depth) }, out var app);
        var results = stage.Good("'a', 'b', 'c' | Invoke-DifyWorkflow triage -ThrottleLimit 2 -Checkpoint $file").Output;
        Assert.Equal(3, results.Count);
        Assert.Equal(depth, DepthOf(((DifyWorkflowResult)results[0].BaseObject).Outputs!.Properties["tree"].Value));
        Assert.Empty(stage.Good("'a', 'b', 'c' | Invoke-DifyWorkflow triage -Checkpoint $file").Output);
        Assert.Equal(3, app().Ledger.Total.Started);
        Assert.All(stage.Good("Get-DifyCheckpoint $file").Output, o =>
            Assert.Equal(depth, DepthOf(((DifyCheckpointEntry)o.BaseObject).Outputs!.Properties["tree"].Value))
        );
        stage.Good("Get-DifyCheckpoint $file | ForEach-Object { Get-DifyWorkflowRun triage $_.RunId }");
    }

    [Fact]
    public async Task An_output_deeper_than_can_be_read_is_an_error_of_its_item_and_is_not_run_again()
    {
        await using var stage = await SetAsync(new JsonObject { ["tree"] = Deep(600) }, out var app);
        var result = stage.Run("'a', 'b' | Invoke-DifyWorkflow triage -ThrottleLimit 2 -Checkpoint $file");
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, e => Assert.StartsWith("EventMalformed", e.FullyQualifiedErrorId));
        Assert.Equal(2, stage.Run("'a', 'b' | Invoke-DifyWorkflow triage -Checkpoint $file").Errors.Count);
        Assert.Equal(2, stage.Run("'a', 'b' | Invoke-DifyWorkflow triage -Checkpoint $file").Errors.Count);
        Assert.Equal(2, app().Ledger.Total.Started);
    }

    [Fact]
    public async Task Names_that_PowerShell_has_no_room_for_lose_nothing()
    {
        var outputs = JsonNode.Parse("""{"":1,"psobject":2,"psbase":{"PSTypeNames":3},"id":4,"ID":5,"Count":6}""")!.AsObject();
        await using var stage = await SetAsync(outputs, out _);
        var found = stage
            .Good(
                "$r = 'a' | Invoke-DifyWorkflow triage; $r.Outputs._; $r.Outputs.psobject_; $r.Outputs.psbase_.PSTypeNames_; $r.Outputs.id; $r.Outputs.ID_; $r.Outputs.Count"
            )
            .Output;
        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L], found.Select(o => o.BaseObject));
    }

    [Fact]
    public async Task Numbers_come_exact_in_results_checkpoints_and_raw_calls()
    {
        await using var stage = await SetAsync(JsonNode.Parse(Numbers)!.AsObject(), out _);
        const string Show =
            "ForEach-Object { $_.whole, $_.part, $_.many, $_.huge, $_.half, $_.minus } | ForEach-Object { \"$($_.GetType().Name) $_\" }";
        string[] expected =
        [
            "BigInteger 12345678901234567890",
            "Decimal 1234567890.1234567891",
            "String 0.1000000000000000000000000000000000000001",
            "String 1e400",
            "Double 0.5",
            "Double -0",
        ];
        Assert.Equal(expected, Texts(stage, "$r = 'a' | Invoke-DifyWorkflow triage -Checkpoint $file; $r.Outputs | " + Show));
        Assert.Equal(expected, Texts(stage, "(Get-DifyCheckpoint $file).Outputs | " + Show));
        Assert.Equal(expected, Texts(stage, "(Invoke-DifyRestMethod triage \"workflows/run/$($r.RunId)\").outputs | " + Show));
        Assert.Contains("\"many\":0.1000000000000000000000000000000000000001,\"huge\":1e400", Texts(stage, "\"$r\"").Single());
    }

    [Theory]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("[bigint]::Parse('12345678901234567890123')", "12345678901234567890123")]
    [InlineData("1234567890.1234567891d", "1234567890.1234567891")]
    [InlineData("'1234567890.12345678901234567890123456789'", "1234567890.12345678901234567890123456789")]
    [InlineData("'1e400'", "1e400")]
    [InlineData("' +7. '", "7")]
    [InlineData("0.1", "0.1")]
    [InlineData("[single] 0.1", "0.1")]
    [InlineData("[uint64]::MaxValue", "18446744073709551615")]
    [InlineData("[DayOfWeek]::Friday", "5")]
    [InlineData("$big.Outputs.huge", "1e400")]
    [InlineData("$big.Outputs.many", "0.1000000000000000000000000000000000000001")]
    public async Task Numbers_go_exact(string value, string sent)
    {
        await using var stage = await SetAsync(JsonNode.Parse(Numbers)!.AsObject(), out _);
        stage.Register("Sum", "workflow", app => app.AddInput("number", "n"));
        stage.Good("$big = 'a' | Invoke-DifyWorkflow triage");
        stage.ForgetRequests();
        stage.Good($"Invoke-DifyWorkflow sum -Inputs @{{ n = {value} }}");
        Assert.Contains($"\"n\":{sent}}}", stage.Requests.Single(r => r.Path == "/workflows/run").Body);
    }

    [Theory]
    [InlineData("[double]::NaN")]
    [InlineData("[single]::PositiveInfinity")]
    [InlineData("'NaN'")]
    [InlineData("'1,5'")]
    [InlineData("'ten'")]
    public async Task What_is_no_number_is_refused_before_anything_is_sent(string value)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Sum", "workflow", app => app.AddInput("number", "n"));
        stage.ForgetRequests();
        Assert.Contains("'n'", stage.Bad($"Invoke-DifyWorkflow sum -Inputs @{{ n = {value} }}", "InvalidInputs").Exception.Message);
        Assert.DoesNotContain(stage.Requests, r => r.Path == "/workflows/run");
    }

    [Fact]
    public async Task A_number_from_the_pipeline_is_the_text_of_a_program_in_every_culture()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Triage", "workflow", app => app.AddInput("text-input", "topic"));
        stage.ForgetRequests();
        stage.Good(
            "$c = [cultureinfo]::CurrentCulture; try { [cultureinfo]::CurrentCulture = 'de-DE'; 1.5, [bigint]::Parse('12345678901234567890') | Invoke-DifyWorkflow triage } finally { [cultureinfo]::CurrentCulture = $c }"
        );
        var bodies = stage.Requests.Where(r => r.Path == "/workflows/run").Select(r => r.Body).ToList();
        Assert.Contains("\"topic\":\"1.5\"", bodies[0]);
        Assert.Contains("\"topic\":\"12345678901234567890\"", bodies[1]);
    }

    [Theory]
    [InlineData("Markdown")]
    [InlineData("Html")]
    [InlineData("JsonLines")]
    public async Task A_conversation_with_deep_values_is_exported(string format)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", "chat", app => app.Script = new ChatScript { Answer = new string('*', 400) + "deep" + new string('*', 400) });
        var deep = Deep(200).ToJsonString(new JsonSerializerOptions { MaxDepth = 1000 });
        using (
            stage.Dify.Faults.Add(
                new Fault
                {
                    Kind = FaultKind.Error,
                    Status = 200,
                    Path = "/v1/messages",
                    ContentType = "application/json",
                    Body =
                        $$"""{"limit":20,"has_more":false,"data":[{"id":"{{Guid.NewGuid()}}","query":"q","answer":"{{new string('*', 400)}}x{{new string('*', 400)}}","created_at":1700000000,"inputs":{"tree":{{deep}} } }]}""",
                }
            )
        )
        {
            stage.Good("$c = Invoke-DifyChat cat hello");
            var file = stage
                .Good(
                    $"Export-DifyConversation cat $c.ConversationId -Path '{Path.Combine(stage.Folder, "talk.txt")}' -As {format} -PassThru"
                )
                .Output;
            Assert.Contains("***x***", File.ReadAllText(Path.Combine(stage.Folder, "talk.txt")).Replace("\\*", "*"));
        }
    }

    [Fact]
    public async Task A_table_that_holds_itself_is_an_error_and_no_end_of_the_process()
    {
        await using var stage = await SetAsync([], out _);
        stage.Bad("$t = @{}; $t.t = $t; 'a' | Invoke-DifyWorkflow triage -Inputs $t -Checkpoint $file", "InvalidArgument");
    }

    private static string[] Texts(Stage stage, string script) => stage.Good(script).Output.Select(o => o.ToString()).ToArray();

    private static JsonNode Deep(int levels)
    {
        JsonNode node = 1;
        for (var i = 0; i < levels; i++)
            node = new JsonObject { ["a"] = node };
        return node;
    }

    private static int DepthOf(object? value)
    {
        var depth = 0;
        for (; value is PSObject one && one.Properties["a"] is { } inner; depth++)
            value = inner.Value;
        return depth;
    }

    private static Task<Stage> SetAsync(JsonObject outputs, out Func<SimulatedApp> app)
    {
        SimulatedApp? added = null;
        app = () => added!;
        return MakeAsync();

        async Task<Stage> MakeAsync()
        {
            var stage = await Stage.SetAsync();
            (added, _) = stage.Register("Triage", "workflow", one =>
                one.AddInput("text-input", "topic").Script = new ChatScript { Outputs = outputs }
            );
            stage.Shell.SetVariable("file", Path.Combine(stage.Folder, "run.jsonl"));
            return stage;
        }
    }
}

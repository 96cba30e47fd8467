using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

public sealed class AnnotationTests
{
    [Fact]
    public async Task Annotations_are_added_by_name_listed_changed_and_removed()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat");
        var added = stage
            .Good(
                "[pscustomobject]@{ Question = 'Who?'; Answer = 'A cat.' }, [pscustomobject]@{ Question = 'Why?'; Answer = 'It is so.' } | Add-DifyAnnotation cat"
            )
            .Output.Select(o => (DifyAnnotation)o.BaseObject)
            .ToList();
        Assert.Equal(["Who?", "Why?"], added.Select(a => a.Question));
        Assert.Equal(["cat", "cat"], added.Select(a => a.App));
        Assert.Equal(["Why?", "Who?"], stage.Good("Get-DifyAnnotation cat").Output.Select(o => o.ToString()));
        Assert.Equal(["Who?"], stage.Good("Get-DifyAnnotation cat CAT").Output.Select(o => o.ToString()));

        // The piped object brings its question; nothing has to be looked up.
        stage.ForgetRequests();
        Assert.Empty(stage.Good("Get-DifyAnnotation cat Who | Set-DifyAnnotation -Answer 'A tom.'").Output);
        Assert.Equal(["GET", "PUT"], stage.Requests.Select(r => r.Method));
        Assert.Equal(("Who?", "A tom."), (app.Annotations.All[1].Question, app.Annotations.All[1].Answer));

        // By the id alone, the other half is looked up.
        stage.ForgetRequests();
        var changed = (DifyAnnotation)
            stage.Good($"Set-DifyAnnotation cat {added[0].AnnotationId} -Question 'Who is it?' -PassThru").Output.Single().BaseObject;
        Assert.Equal(("Who is it?", "A tom."), (changed.Question, changed.Answer));
        Assert.Equal(["GET", "PUT"], stage.Requests.Select(r => r.Method));

        Assert.Empty(stage.Good("Get-DifyAnnotation cat | Remove-DifyAnnotation").Output);
        Assert.Empty(app.Annotations.All);
    }

    [Fact]
    public async Task A_list_is_read_as_far_as_somebody_wants()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat");
        for (var i = 1; i <= 250; i++)
            app.Annotations.Add($"q{i}", "a");
        stage.ForgetRequests();
        Assert.Equal(250, stage.Good("Get-DifyAnnotation cat").Output.Select(o => o.ToString()).Distinct().Count());
        Assert.Equal(3, stage.Requests.Count);
        stage.ForgetRequests();
        Assert.Equal(["q250", "q249"], stage.Good("Get-DifyAnnotation cat -First 2").Output.Select(o => o.ToString()));
        Assert.Equal("2", Assert.Single(stage.Requests).Query["limit"]);
        stage.ForgetRequests();
        stage.Good("foreach ($one in 1) { Get-DifyAnnotation cat | ForEach-Object { $_; break } }");
        Assert.Single(stage.Requests);
    }

    [Theory]
    [InlineData("Get-DifyAnnotation flow", "AppModeMismatch")]
    [InlineData("Add-DifyAnnotation flow q a", "AppModeMismatch")]
    [InlineData("Set-DifyAnnotation flow x -Answer a", "AppModeMismatch")]
    [InlineData("Remove-DifyAnnotation flow x", "AppModeMismatch")]
    [InlineData("Enable-DifyAnnotationReply flow openai small", "AppModeMismatch")]
    [InlineData("Disable-DifyAnnotationReply flow", "AppModeMismatch")]
    [InlineData("Get-DifyAnnotation newagent", "AppModeMismatch")]
    [InlineData("Set-DifyAnnotation cat x", "InvalidArgument")]
    public async Task What_cannot_be_is_told_before_anything_is_sent(string command, string id)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Register("Flow", "workflow");
        stage.Register("NewAgent", "agent");
        stage.ForgetRequests();
        stage.Bad(command, id);
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData("Set-DifyAnnotation cat 11111111-2222-3333-4444-555555555555 -Answer a", "AnnotationNotFound")]
    [InlineData("Set-DifyAnnotation cat 11111111-2222-3333-4444-555555555555 -Question q -Answer a", "not_found")]
    [InlineData("Remove-DifyAnnotation cat 11111111-2222-3333-4444-555555555555", "not_found")]
    public async Task An_annotation_that_is_not_there_is_an_error_of_its_item(string command, string id)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        Assert.Equal("11111111-2222-3333-4444-555555555555", stage.Bad(command, id).TargetObject.ToString());
    }

    [Theory]
    [InlineData("Add-DifyAnnotation cat q a -WhatIf")]
    [InlineData("Set-DifyAnnotation cat 11111111-2222-3333-4444-555555555555 -Answer a -WhatIf")]
    [InlineData("Remove-DifyAnnotation cat 11111111-2222-3333-4444-555555555555 -WhatIf")]
    [InlineData("Enable-DifyAnnotationReply cat openai small -Wait -WhatIf")]
    [InlineData("Disable-DifyAnnotationReply cat -WhatIf")]
    public async Task WhatIf_sends_nothing(string command)
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.ForgetRequests();
        var result = stage.Good(command);
        Assert.Contains("What if:", result.Text);
        Assert.Empty(result.Output);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task The_annotation_reply_is_switched_on_and_off()
    {
        await using var stage = await Stage.SetAsync();
        var (app, _) = stage.Register("Cat");
        stage.Good("Add-DifyAnnotation cat 'Who?' 'A cat.'");

        var begun = (DifyAnnotationReplyJob)stage.Good("Enable-DifyAnnotationReply cat openai small").Output.Single().BaseObject;
        Assert.Equal(("cat", "Enable", "waiting", null), (begun.App, begun.Action, begun.Status, begun.Error));

        stage.ForgetRequests();
        app.Annotations.JobPolls = 3;
        var done = stage.Good("Enable-DifyAnnotationReply cat openai small -ScoreThreshold 0.5 -Wait").Output.Single();
        Assert.Equal("completed", done.ToString());
        Assert.Equal(["POST", "GET", "GET", "GET"], stage.Requests.Select(r => r.Method));
        Assert.Equal(0.5, (double)stage.Requests[0].Json!["score_threshold"]!);
        Assert.Equal("A cat.", stage.Good("Invoke-DifyChat cat 'Who?'").Output.Single().ToString());
        Assert.Equal(1, ((DifyAnnotation)stage.Good("Get-DifyAnnotation cat").Output.Single().BaseObject).HitCount);

        stage.Good("Disable-DifyAnnotationReply cat -Wait");
        Assert.Equal("Cat here: you said 'Who?'", stage.Good("Invoke-DifyChat cat 'Who?'").Output.Single().ToString());
    }

    [Fact]
    public async Task A_job_that_fails_is_a_result_and_an_error()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", configure: app => app.Annotations.JobError = "No such model.");
        var result = stage.Run("Enable-DifyAnnotationReply cat openai small -Wait");
        var job = (DifyAnnotationReplyJob)result.Output.Single().BaseObject;
        Assert.Equal(("error", "No such model."), (job.Status, job.Error));
        Assert.Equal("AnnotationReplyFailed", result.ErrorId);
        Assert.Contains("No such model.", result.Errors[0].ToString());
    }

    [Fact]
    public async Task Waiting_for_a_job_ends_in_time()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat", configure: app => app.Annotations.JobPolls = 10_000);
        Assert.Contains(
            "goes on",
            stage.Bad("Enable-DifyAnnotationReply cat openai small -Wait -TimeoutSeconds 1", "JobTimeout").ToString()
        );
        Assert.InRange(stage.Requests.Count(r => r.Method == "GET"), 3, 12);
    }

    [Fact]
    public async Task Views_are_narrow()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        Assert.Matches(
            "0 Who\\? +A cat\\.",
            stage.Shell.Show("Set-StrictMode -Version Latest; Add-DifyAnnotation cat 'Who?' 'A cat.'").Text
        );
        Assert.Matches("Disable +waiting", stage.Shell.Show("Disable-DifyAnnotationReply cat").Text);
    }
}

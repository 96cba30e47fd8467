using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Common;
using DifyPS.Output.Charts;
using DifyPS.Output.Files;
using DifyPS.Runs.Timeline;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.Pages;
using Xunit;

namespace DifyPS.Tests.Pages;

/// <summary>The page of a run, as a browser shows it.</summary>
public sealed class RunPageTests(Browser browser)
{
    private const string Hostile =
        "<script>document.title='owned'</script><img src=http://127.0.0.1:9/a.png onerror=\"document.title='owned'\"><svg onload=x></svg>"
        + "</li></ol></section><style>body{display:none}</style>\"' onfocus=x ";

    private const string Tips =
        "[...document.querySelectorAll('.tip')].filter(e => e.checkVisibility()).map(e => e.parentElement.querySelector('bdi').textContent).join('|')";

    [PageFact]
    public async Task It_looks_right_in_every_look()
    {
        var path = Save(SampleRun.Full());
        await browser.LookAtAsync(path, "run");
        await using var page = await browser.OpenAsync(path);
        Assert.Equal("Run of triage", await page.EvaluateAsync<string>("document.querySelector('h1').textContent"));
        Assert.Equal(10, await page.EvaluateAsync<int>("document.querySelectorAll('.timeline li').length"));
        Assert.Equal(10, await page.EvaluateAsync<int>("document.querySelectorAll('tbody tr').length"));
        // Every bar lies within its track, and in the order of time.
        Assert.Equal(
            0,
            await page.EvaluateAsync<int>(
                "[...document.querySelectorAll('.timeline li .bar')].filter(b => { const [a, t] = [b.getBoundingClientRect(), b.closest('svg').getBoundingClientRect()]; return a.left < t.left - 1 || a.right > t.right + 1 || a.width < 2; }).length"
            )
        );
        Assert.Equal(1, await page.EvaluateAsync<int>("document.querySelectorAll('.timeline li .bar.failed').length"));
        Assert.Equal("✗ failed · tool", await page.EvaluateAsync<string>("document.querySelector('.timeline li small.bad').textContent"));
        Assert.Equal(
            "1,204 tokens · 0.0128 USD|980 tokens · 0.0104 USD",
            await page.EvaluateAsync<string>("[...document.querySelectorAll('.tokens .value')].map(e => e.textContent).join('|')")
        );
        Assert.Equal(
            "0|2 s|4 s|6 s|8 s",
            await page.EvaluateAsync<string>("[...document.querySelectorAll('.axis text')].map(e => e.textContent).join('|')")
        );
    }

    [PageFact]
    public async Task Details_come_to_the_mouse_and_to_the_keyboard()
    {
        await using var page = await browser.OpenAsync(Save(SampleRun.Full()));
        Assert.Equal("", await page.EvaluateAsync<string>(Tips));
        var row = await page.Page.QuerySelectorAsync(".timeline li:nth-child(7)");
        await row.HoverAsync();
        Assert.Equal("Answer #2", await page.EvaluateAsync<string>(Tips));
        Assert.Contains(
            "The model is overloaded, still.",
            await page.EvaluateAsync<string>("document.querySelector('.timeline li:nth-child(7) .tip').innerText")
        );
        await page.ScreenshotAsync("run-hover");
        await page.Page.Mouse.MoveAsync(5, 5);
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Start", await page.EvaluateAsync<string>(Tips));
        await page.Page.Keyboard.PressAsync("ArrowDown");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        Assert.StartsWith("Weather", await page.EvaluateAsync<string>(Tips));
        await page.Page.Keyboard.PressAsync("End");
        Assert.Equal("Review", await page.EvaluateAsync<string>(Tips));
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.Equal("", await page.EvaluateAsync<string>(Tips));
        // A whole chart is one stop of the Tab key; the table is the next.
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Every node", await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')"));
        Assert.Empty(page.Problems);
    }

    [PageFact]
    public async Task What_others_wrote_stays_text()
    {
        await using var page = await browser.OpenAsync(Save(SampleRun.Full(Hostile)));
        Assert.Empty(page.Problems);
        Assert.Equal("Run of triage", await page.EvaluateAsync<string>("document.title"));
        Assert.Equal(Hostile, await page.EvaluateAsync<string>("document.querySelector('.timeline li:nth-child(9) bdi').textContent"));
        Assert.Equal(1, await page.EvaluateAsync<int>("document.querySelectorAll('script').length"));
        Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelectorAll('img, main style, [onfocus], [onload]').length"));
    }

    [PageFact]
    public async Task Several_runs_and_runs_of_nothing_have_a_page()
    {
        var runs = new[]
        {
            SampleRun.Full(),
            new SampleRun("2").Started().Timeline("empty"),
            new SampleRun("3").Started().Node("a", "start", "A", 0, 0).Finished("failed", 0).Timeline("short"),
        };
        var path = Save(runs);
        await browser.LookAtAsync(path, "runs");
        await using var page = await browser.OpenAsync(path);
        Assert.Equal(
            "3 runs|Run of triage|Run of empty|Run of short",
            await page.EvaluateAsync<string>("[...document.querySelectorAll('h1, h2')].map(e => e.textContent).join('|')")
        );
    }

    [PageFact]
    public async Task The_cmdlet_writes_such_a_page()
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        stage.Register("Triage", "workflow", app => app.Script = new ChatScript
        {
            Answer = "a b c",
            Delay = TimeSpan.FromMilliseconds(30),
            Retries = 1,
            Iterations = [new("Each", 2)],
        });
        stage.Good("Invoke-DifyWorkflow triage | Show-DifyWorkflowRun -Html run.html");
        await using var page = await browser.OpenAsync(Path.Combine(stage.Folder, "run.html"));
        Assert.Empty(page.Problems);
        Assert.Equal(
            "Start|Each|Code #1|Code #2|LLM|End",
            await page.EvaluateAsync<string>("[...document.querySelectorAll('.timeline li bdi')].map(e => e.textContent).join('|')")
        );
        Assert.Equal(1, await page.EvaluateAsync<int>("document.querySelectorAll('.timeline li .retry').length"));
        await page.ScreenshotAsync("run-live");
        Assert.Contains("3 tokens", await page.EvaluateAsync<string>("document.querySelector('.tokens .value').textContent"));
    }

    private static string Save(params IReadOnlyList<RunTimeline> runs)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Canary.Folder, "pages-" + Guid.NewGuid().ToString("N")[..8])).FullName;
        return RunPage.Save(runs, new ExportFile(Path.Combine(folder, "run.html"), noClobber: false, force: false)).FullName;
    }
}

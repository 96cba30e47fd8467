using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Conversations;
using Dify.Simulator;
using DifyPS.Common;
using DifyPS.Output.Export;
using DifyPS.Output.Files;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.Pages;
using Xunit;

namespace DifyPS.Tests.Pages;

/// <summary>The page of a conversation, as a browser shows it.</summary>
public sealed class ConversationPageTests(Browser browser)
{
    private const string Hostile =
        "<script>document.title='owned'</script><img src=http://127.0.0.1:9/a.png onerror=\"document.title='owned'\">"
        + "<iframe src=http://127.0.0.1:9/></iframe><style>body{display:none}</style><base href=http://127.0.0.1:9/>"
        + "[a](javascript:document.title='owned') ![b](http://127.0.0.1:9/b.png) <javascript:x> \"' onclick=x </section></article></main>";

    private const string Unfolded =
        "(folds => `${folds.filter(e => e.checkVisibility()).length} of ${folds.length}`)([...document.querySelectorAll('details > :not(summary)')])";

    [PageFact]
    public async Task It_looks_right_in_every_look()
    {
        var path = Save(SampleConversation.Messages, "How do cats land? 猫 🐈");
        await browser.LookAtAsync(path, "conversation");
        await using var page = await browser.OpenAsync(path);
        Assert.Equal(SampleConversation.Messages.Count, await page.EvaluateAsync<int>("document.querySelectorAll('article[id]').length"));
        // Folds are shut on a screen, and open on paper.
        Assert.Equal("0 of 4", await page.EvaluateAsync<string>(Unfolded));
        await using var paper = await browser.OpenAsync(path, Look.Print);
        Assert.Equal("4 of 4", await paper.EvaluateAsync<string>(Unfolded));
    }

    [PageFact]
    public async Task Each_script_is_read_in_its_own_direction()
    {
        await using var page = await browser.OpenAsync(Save(SampleConversation.Messages, "مرحبا"));
        Assert.Equal("rtl", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('h1')).direction"));
        Assert.Equal("ltr", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.answer .words')).direction"));
        var arabic = "[...document.querySelectorAll('.words')].find(e => e.textContent.includes('القطط'))";
        Assert.Equal("rtl", await page.EvaluateAsync<string>($"getComputedStyle({arabic}).direction"));
        Assert.Equal(
            "ltr",
            await page.EvaluateAsync<string>(
                $"getComputedStyle([...document.querySelectorAll('.answer .words[dir]')].find(e => e.textContent.includes('القطط')).querySelector('pre')).direction"
            )
        );
    }

    [PageFact]
    public async Task Nothing_that_was_said_runs_or_is_loaded()
    {
        var hostile = JsonSerializer.SerializeToElement(
            new
            {
                id = Hostile,
                inputs = new { x = Hostile },
                query = Hostile,
                answer = "<think>" + Hostile + "</think>" + Hostile + "\n\n| " + Hostile + " |\n|---:|\n| x |\n\n> " + Hostile,
                status = "error",
                error = Hostile,
                message_files = new[]
                {
                    new
                    {
                        filename = Hostile,
                        type = Hostile,
                        url = "javascript:document.title='owned'",
                        belongs_to = "user",
                    },
                },
                feedback = new { rating = Hostile },
                retriever_resources = new[]
                {
                    new
                    {
                        document_name = Hostile,
                        dataset_name = Hostile,
                        content = Hostile,
                    },
                },
                agent_thoughts = new[]
                {
                    new
                    {
                        thought = Hostile,
                        tool = Hostile,
                        tool_input = Hostile,
                        observation = Hostile,
                    },
                },
                extra_contents = new[]
                {
                    new
                    {
                        type = "human_input",
                        submitted = true,
                        form_submission_data = new
                        {
                            node_title = Hostile,
                            rendered_content = Hostile,
                            action_text = Hostile,
                        },
                    },
                },
                created_at = 1_700_000_000,
                currency = Hostile,
                total_price = "1.5",
            }
        );
        var path = Save([ConversationMessage.FromJson(hostile)], Hostile);
        foreach (var look in new[] { Look.Light, Look.Print })
        {
            await using var page = await browser.OpenAsync(path, look);
            await page.EvaluateAsync<object>(
                "document.querySelectorAll('details').forEach(e => e.open = true), document.querySelectorAll('a, [onclick]').forEach(e => e.removeAttribute('href') || e.click()), null"
            );
            Assert.Empty(page.Problems);
            Assert.NotEqual("owned", await page.EvaluateAsync<string>("document.title"));
            Assert.Equal(
                0,
                await page.EvaluateAsync<int>(
                    "document.querySelectorAll('script, iframe, img, base, body style, [style], [onclick], [onerror]').length"
                )
            );
            Assert.True(
                await page.EvaluateAsync<bool>(
                    "document.querySelector('main > footer') !== null && document.querySelectorAll('main').length === 1"
                )
            );
        }
    }

    [PageFact]
    public async Task The_policy_alone_would_stop_what_got_through()
    {
        var path = Save(SampleConversation.Messages, "x");
        var text = File.ReadAllText(path)
            .Replace("</main>", "<script>document.title='owned'</script><img src='http://127.0.0.1:9/a.png'></main>");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        await using var page = await browser.OpenAsync(path);
        Assert.Equal("x", await page.EvaluateAsync<string>("document.title"));
        Assert.Equal(2, page.Problems.Count(problem => problem.Contains("Content Security Policy", StringComparison.Ordinal)));
    }

    [PageFact]
    public async Task The_cmdlet_writes_such_a_page()
    {
        await using var stage = await Stage.SetAsync();
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        stage.Register("Cat", configure: app =>
            app.Script = new ChatScript { Answer = "**bold**", Citations = [new("Docs", "a.md", "Some text.")] }
        );
        stage.Good("Invoke-DifyChat cat 'Hello' | Export-DifyConversation -Path talk.html");
        await using var page = await browser.OpenAsync(Path.Combine(stage.Folder, "talk.html"));
        Assert.Empty(page.Problems);
        Assert.Equal("Hello", await page.EvaluateAsync<string>("document.querySelector('h1').textContent"));
        Assert.Equal("bold", await page.EvaluateAsync<string>("document.querySelector('.answer strong').textContent"));
        Assert.Equal("Some text.", await page.EvaluateAsync<string>("document.querySelector('.sources blockquote').textContent"));
    }

    private static string Save(IReadOnlyList<ConversationMessage> messages, string title)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Canary.Folder, "pages-" + Guid.NewGuid().ToString("N")[..8])).FullName;
        using var spool = new MessageSpool();
        foreach (var message in messages.Reverse())
            spool.Add(message);
        var head = new ConversationHead(
            "cat",
            "alice",
            "45701982-8118-4bc5-8e9b-64562b4555f2",
            title,
            "Hello! Ask me **anything** about cats."
        );
        return ConversationExport
            .Write(
                head,
                spool,
                ConversationFormat.Html,
                new ExportFile(Path.Combine(folder, "talk.html"), noClobber: false, force: false),
                CancellationToken.None
            )
            .FullName;
    }
}

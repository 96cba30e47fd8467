using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Dify.Client.Conversations;
using DifyPS.Common;
using DifyPS.Markup;
using DifyPS.Markup.Terminal;
using DifyPS.Output.Export;
using DifyPS.Output.Html;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class ConversationExportUnitTests
{
    [Fact]
    public void What_an_export_says_steers_no_terminal_and_stays_in_its_place()
    {
        const string Evil = "a\u001b]0;x\a\u009b2J\u202eb\u2066c";
        foreach (
            var text in new[]
            {
                MarkdownText.Escape(Evil),
                MarkdownText.Code(Evil),
                MarkdownText.Fence(Evil, "json"),
                MarkdownText.Quote(Evil),
                MarkdownText.Closed(Evil),
                MarkdownText.Link(Evil, "https://x.example/" + Evil),
            }
        )
        {
            Assert.DoesNotContain(text, c => c != '\n' && (char.IsControl(c) || c is '\u202e' or '\u2066'));
        }
        var link = MarkdownText.Link("file", "http://h/\r\n# INJECTED\r[x](http://evil)");
        Assert.DoesNotContain(link, char.IsControl);
        var page = new StringWriter();
        new HtmlWriter(page).Markdown(Evil, "words").Text(Evil);
        Assert.DoesNotContain(page.ToString(), c => c != '\n' && (char.IsControl(c) || c is '\u202e' or '\u2066'));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("```\nopen", "```\nopen\n```")]
    [InlineData("```\nclosed\n```", "```\nclosed\n```")]
    [InlineData("````md\n```\nopen", "````md\n```\nopen\n````")]
    [InlineData("~~~\n```\nopen", "~~~\n```\nopen\n~~~")]
    [InlineData("```\na\n``` no end", "```\na\n``` no end\n```")]
    [InlineData("a ``` b", "a ``` b")]
    [InlineData("``` in `line` ```", "``` in `line` ```")]
    [InlineData("a\r\nb\r\n\r\n", "a\nb")]
    public void Code_that_is_open_at_the_end_is_ended(string markdown, string closed) =>
        Assert.Equal(closed, MarkdownText.Closed(markdown));

    [Theory]
    [InlineData("a`b", "`` a`b ``")]
    [InlineData("ab", "`ab`")]
    public void Code_of_one_line_has_a_longer_fence_than_what_is_in_it(string text, string code) =>
        Assert.Equal(code, MarkdownText.Code(text));

    [Theory]
    [InlineData("<think>\nHm.\n</think>\n\nYes.", "Hm.", "Yes.")]
    [InlineData("<think></think>Yes.", null, "Yes.")]
    [InlineData("<think>never ends", "never ends", "")]
    [InlineData("<details style=\"x\" open> <summary> Thinking... </summary>\nHm.</details>\nYes.", "Hm.", "Yes.")]
    [InlineData("Use <think> tags</think>.", null, "Use <think> tags</think>.")]
    [InlineData("<details><summary>More</summary>x</details>", null, "<details><summary>More</summary>x</details>")]
    public void Reasoning_is_told_from_the_answer(string text, string? reasoning, string answer) =>
        Assert.Equal((reasoning, answer), MessageParts.Split(text));

    [Fact]
    public void A_long_conversation_waits_on_disk_under_no_name_and_comes_back_turned_round()
    {
        var before = Directory.GetFiles(Path.GetTempPath(), "DifyPS-*.tmp");
        using var spool = new MessageSpool();
        for (var i = 0; i < 120; i++)
            spool.Add(Message(i, new string('長', 20_000)));
        Assert.True(spool.IsOnDisk);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(before, Directory.GetFiles(Path.GetTempPath(), "DifyPS-*.tmp"));
        Assert.Equal(Enumerable.Range(0, 120).Reverse().Select(i => $"m{i}"), spool.OldestFirst().Select(m => m.Id));
        // Twice, as a caller may.
        Assert.Equal(120, spool.OldestFirst().Count(m => m.Answer.Length == 20_000));
        Assert.Equal((120, 120L * 3, 0.12m), (spool.Totals.Messages, spool.Totals.Tokens, spool.Totals.Prices["USD"]));
        var lines = new MemoryStream();
        spool.WriteLines(lines);
        Assert.Equal(120, Encoding.UTF8.GetString(lines.ToArray()).Split('\n').Count(line => line.Contains("長長")));
    }

    [Fact]
    public void A_line_of_JSON_stays_one_whatever_is_said()
    {
        using var spool = new MessageSpool();
        const string Said = "a\nb\r\u2028c\u0085d🐈 <é> \\ud83d\\udc08 \\\\ud83d\\udc08 \ud83d! \"👨‍👩‍👧\"";
        spool.Add(Message(1, Said));
        var lines = new MemoryStream();
        spool.WriteLines(lines);
        var text = Encoding.UTF8.GetString(lines.ToArray());
        // These four are line ends to one reader or another.
        Assert.Equal(text.Length - 1, text.IndexOfAny(['\n', '\r', '\u2028', '\u0085']));
        Assert.Contains("🐈 <é>", text);
        Assert.Contains("👨‍👩‍👧", text);
        Assert.Equal(Said.Replace("\ud83d!", "\ufffd!"), JsonDocument.Parse(text).RootElement.GetProperty("answer").GetString());
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("a <b onclick='x'>b</b>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](java&#10;script:alert(1))")]
    [InlineData("[x](&#x6A;avascript:alert(1))")]
    [InlineData("[x]( javascript:alert(1) )")]
    [InlineData("[x](vbscript:x)")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//example.com)")]
    [InlineData("[x]: javascript:alert(1)\n\n[x]")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](https://example.com/x.png)")]
    [InlineData("![x](data:image/svg+xml;base64,PHN2Zz4=)")]
    [InlineData("![x\" onerror=\"alert(1)](data:image/png;base64,AAAA)")]
    [InlineData("![[x](https://example.com/ 'a\" onerror=\"alert(1)')](data:image/png;base64,AAAA)")]
    [InlineData("![a ![b](data:image/png;base64,AAAA) c](data:image/png;base64,AAAA)")]
    [InlineData("![`\" onerror=\"alert(1)` <https://example.com/> &quot; onerror=x https://example.com/?\"a](data:image/png;base64,AAAA)")]
    [InlineData("- ![[x] **\"** ~~onerror=alert(1)~~\nx](data:image/png;base64,AAAA)")]
    [InlineData("[x](https://example.com/\"onmouseover=\"alert(1))")]
    [InlineData("[x](https://example.com 'a\" onclick=\"b')")]
    [InlineData("# x {onclick=alert(1) style=color:red}")]
    [InlineData("| a |\n|--:|\n| <script>x</script> |")]
    [InlineData("```\"><script>alert(1)</script>\nx\n```")]
    [InlineData("- [x] <iframe src=https://example.com>")]
    public void Nothing_in_an_answer_runs_or_is_loaded(string markdown)
    {
        var markup = MarkdownMarkup.Render(markdown, WebAddress.IsSafe)!;
        var page = XDocument.Parse(
            "<r>" + Regex.Replace(markup, "<(img|input|br|hr)([^>]*?)/?>", "<$1$2/>").Replace(" disabled=\"disabled\"", "") + "</r>"
        );
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "iframe" or "b");
        Assert.DoesNotContain(page.Descendants().Attributes(), a =>
            a.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || a.Name.LocalName == "style"
        );
        Assert.All(page.Descendants().Attributes("href"), a => Assert.True(WebAddress.IsSafe(a.Value)));
        Assert.All(page.Descendants().Attributes("src"), a => Assert.StartsWith("data:image/png;base64,", a.Value));
    }

    [Theory]
    [InlineData("**a** *b* `c` ~~d~~", "<p><strong>a</strong> <em>b</em> <code>c</code> <del>d</del></p>")]
    [InlineData(
        "![A cat](https://example.com/cat.png)",
        "<p><a href=\"https://example.com/cat.png\" class=\"picture\" rel=\"noopener noreferrer\">A cat</a></p>"
    )]
    [InlineData(
        "![](https://example.com/cat.png)",
        "<p><a href=\"https://example.com/cat.png\" class=\"picture\" rel=\"noopener noreferrer\">https://example.com/cat.png</a></p>"
    )]
    [InlineData("![A *cat*](data:image/png;base64,AAAA)", "<p><img alt=\"A cat\" src=\"data:image/png;base64,AAAA\"></p>")]
    [InlineData(
        "![A [*fat*](https://example.com) `cat` &amp; \"dog\"](data:image/png;base64,AAAA)",
        "<p><img alt=\"A fat cat &amp; &quot;dog&quot;\" src=\"data:image/png;base64,AAAA\"></p>"
    )]
    [InlineData(
        "https://example.com/?a=1&b=2",
        "<p><a href=\"https://example.com/?a=1&amp;b=2\" rel=\"noopener noreferrer\">https://example.com/?a=1&amp;b=2</a></p>"
    )]
    [InlineData("<a@example.com>", "<p><a href=\"mailto:a@example.com\" rel=\"noopener noreferrer\">a@example.com</a></p>")]
    [InlineData("```c#\n<x>\n```", "<pre data-language=\"c#\"><code>&lt;x&gt;\n</code></pre>")]
    [InlineData(
        "|a|b|\n|-|--:|\n|*1*|2|",
        "<div class=\"wide\"><table>\n<tr><th>a</th><th class=\"end\">b</th></tr>\n<tr><td><em>1</em></td><td class=\"end\">2</td></tr>\n</table></div>"
    )]
    public void Markdown_looks_as_it_should(string markdown, string markup) =>
        Assert.Equal(markup, MarkdownMarkup.Render(markdown, WebAddress.IsSafe)!.Trim());

    [Theory]
    [InlineData(">", " x", "", 50_000)]
    [InlineData("*", "x", "*", 500)]
    [InlineData("*", "x", "*", 50_000)]
    [InlineData("*_", "x", "_*", 5_000)]
    [InlineData("~~*", "x", "*~~", 5_000)]
    [InlineData("- ", "x", "", 500)]
    [InlineData("1. ", "x", "", 500)]
    public void What_is_nested_without_end_is_shown_as_it_is(string open, string text, string close, int times)
    {
        var markdown = string.Concat(Enumerable.Repeat(open, times)) + text + string.Concat(Enumerable.Repeat(close, times));
        Assert.Null(MarkdownMarkup.Render(markdown, WebAddress.IsSafe));
        var page = new StringWriter();
        new HtmlWriter(page).Markdown(markdown, "words");
        Assert.Contains($"<p class=\"plain\">{System.Net.WebUtility.HtmlEncode(markdown)[..20]}", page.ToString());
        // In a terminal, too: nothing of it is left out.
        var lines = TerminalMarkup.Render(markdown, Plain).Lines;
        Assert.Equal(markdown.Replace(" ", ""), string.Concat(lines).Replace(" ", ""));
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("![", "](x)")]
    [InlineData("\"", "\"")]
    [InlineData("`", "`")]
    [InlineData("<a", ">")]
    public void What_is_opened_hundreds_of_times_is_no_error(string open, string close)
    {
        var markdown = string.Concat(Enumerable.Repeat(open, 700)) + "x" + string.Concat(Enumerable.Repeat(close, 700));
        var page = new StringWriter();
        new HtmlWriter(page).Markdown(markdown, "words");
        Assert.Contains("x", page.ToString());
        Assert.Contains("x", string.Concat(TerminalMarkup.Render(markdown, Plain).Lines));
    }

    private static TerminalLook Plain { get; } = new(80, new TerminalStyles("", "", "", "", "", "", "", "", ""), DisplayFormat.Text);

    private static ConversationMessage Message(int i, string answer) => ConversationMessage.FromJson(JsonSerializer.SerializeToElement(new
    {
        id = $"m{i}", query = "?", answer, total_tokens = 3, total_price = "0.001", currency = "USD", created_at = 1_700_000_000 - i,
    }));
}

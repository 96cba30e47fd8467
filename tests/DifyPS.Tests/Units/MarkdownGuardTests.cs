using System;
using System.Linq;
using DifyPS.Output.Export;
using Markdig;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>Whatever an answer leaves open in its Markdown, what stands behind it in the file is shown.</summary>
public sealed class MarkdownGuardTests
{
    private const string Behind = "\n\n---\n\n## Next\n\nBehind *it*.\n";

    public static TheoryData<string> Openings =>
        [
            // The seven kinds of HTML blocks.
            "<script>",
            "<pre",
            "<style type=x>",
            "<textarea>",
            "<SCRIPT\n",
            "<!--",
            "<!-- a\n\nb",
            "<?",
            "<?php",
            "<!X",
            "<!DOCTYPE",
            "<![CDATA[",
            "<![CDATA[\nx",
            "<details>",
            "<details>\n<summary>x",
            "<div hidden>",
            "</details>",
            "<table><tr><td>",
            "<frameset",
            "<iframe src=x>",
            "<title>",
            "<noscript>",
            "<my-tag>",
            "<a\nb=c",
            "<plaintext>",
            "<xmp>",
            "<template>",
            "<svg>",
            "<select>",
            // Within a line, and behind other marks.
            "a <script>",
            "a <!-- b",
            "a <details> b",
            "   <script>",
            "    <script>",
            "\t<script>",
            "- <script>",
            "1. <!--",
            "> <details>",
            "# <plaintext>",
            "a | b\n--|--\n` | <script> `",
            "**<style>**",
            "[a](<b)<script>",
            // Code that only looks as if it went on.
            "`<script>",
            "a ` b\n` <script> `",
            "# `\n` x ` <script> `",
            "`` ` <script>",
            "\\` <script> `",
            "<http://a`b> <script> `",
            "`a`` <script> ```",
            // Code that is open, or ends before it seems to.
            "```",
            "```html\n<script>",
            "~~~\n```\n<script>",
            "````\n```",
            "- a\n  ```\n<script>",
            "- a\n  ```\n  b",
            "-\n  ```\n<script>",
            "1. x\n   ```\n<!--",
            "- ```\n  a\n  ```\n  <script>",
            "- ```\n<script>",
            "- - ```\n  <script>",
            "> ```\n<script>",
            "text\n    ```\n    <script>",
            "text\n14. x\n    ```\n    <script>",
            "text\n    - x\n      ```\n      <script>",
            "  ```\n <script>",
            "- a\nlazy\n  ```\n<script>",
            "- a\n\n   ```\n   x\n<script>",
            "\t```\n<script>",
            "-\t```\n<script>",
            "``` a ` b\n<script>",
            "[^1]: x\n\n    <script>",
        ];

    [Theory]
    [MemberData(nameof(Openings))]
    public void What_follows_is_shown(string answer)
    {
        foreach (
            var pipeline in (MarkdownPipeline[])
                [
                    new MarkdownPipelineBuilder().Build(),
                    new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseTaskLists().UseFootnotes().Build(),
                ]
        )
        {
            foreach (var text in (string[])[answer, "Before.\n\n" + answer, answer + "\n\nmore", "- item\n\n" + answer])
            {
                var page = Markdown.ToHtml(MarkdownText.Closed(text) + Behind, pipeline);

                Assert.Contains("<h2>Next</h2>", page, StringComparison.Ordinal);
                Assert.Contains("<p>Behind <em>it</em>.</p>", page, StringComparison.Ordinal);
                Assert.DoesNotContain("<!", page, StringComparison.Ordinal);
                Assert.DoesNotContain("<?", page, StringComparison.Ordinal);
                foreach (
                    var tag in (string[])
                        [
                            "script",
                            "style",
                            "textarea",
                            "details",
                            "div hidden",
                            "iframe",
                            "title",
                            "noscript",
                            "my-tag",
                            "plaintext",
                            "xmp",
                            "template",
                            "svg",
                            "select",
                            "frameset",
                        ]
                )
                {
                    Assert.DoesNotContain("<" + tag, page, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain("</" + tag, page, StringComparison.OrdinalIgnoreCase);
                }
            }
        }
    }

    [Theory]
    [InlineData("Use the `<div>` tag, ``a ` <b>`` and <https://dify.example/a> or <mail@dify.example>.")]
    [InlineData("```html\n<div>\n  <p>\n</div>\n```")]
    [InlineData("1. Do this:\n\n   ```html\n   <div>\n   ```\n\n2. `<b>`")]
    [InlineData("- a\n  - b\n\n    ```xml\n    <a/>\n\n    <b/>\n    ```\n")]
    [InlineData("- ```html\n  <div>\n  ```\n- next")]
    [InlineData("1 < 2, a <- b, x <= y")]
    [InlineData("| a | b |\n|---|---|\n| `<x>` | 1 |")]
    [InlineData("\\<b>")]
    public void What_gets_out_of_nowhere_stays_as_it_is(string answer) => Assert.Equal(answer.TrimEnd(), MarkdownText.Closed(answer));

    [Fact]
    public void A_tag_is_the_text_it_is() => Assert.Equal("a\\<br>b \\<details>", MarkdownText.Closed("a<br>b <details>"));

    [Fact]
    public void The_time_grows_with_the_length_alone()
    {
        foreach (var piece in (string[])["`", "<", "<a:", "- ", "```\n", "\\", "` `` "])
            Assert.NotEmpty(MarkdownText.Closed(string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length))));
    }
}

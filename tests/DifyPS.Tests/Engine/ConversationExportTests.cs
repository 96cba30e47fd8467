using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Conversations in files: which files, with what in them, and what becomes of files that are there.</summary>
public sealed class ConversationExportTests
{
    [Theory]
    [InlineData("talk.md", "", "# one")]
    [InlineData("talk.markdown", "", "# one")]
    [InlineData("talk.html", "", "<!DOCTYPE html>")]
    [InlineData("talk.HTM", "", "<!DOCTYPE html>")]
    [InlineData("talk.jsonl", "", "{\"id\":")]
    [InlineData("talk.ndjson", "", "{\"id\":")]
    [InlineData("talk.txt", "-As Markdown", "# one")]
    [InlineData("talk.md", "-As html", "<!DOCTYPE html>")]
    [InlineData("talk[1].md", "", "# one")]
    public async Task The_format_is_that_of_the_name_or_the_one_that_is_asked_for(string name, string parameters, string start)
    {
        await using var stage = await Talk();
        var result = stage.Good($"Export-DifyConversation cat -ConversationId $id -Path {name} {parameters}");
        Assert.Empty(result.Output);
        var text = File.ReadAllText(Path.Combine(stage.Folder, name));
        Assert.StartsWith(start, text);
        Assert.True(text.IndexOf("one", StringComparison.Ordinal) < text.IndexOf("two", StringComparison.Ordinal));
        Assert.EndsWith("\n", text);
    }

    [Fact]
    public async Task Markdown_has_everything_in_its_place()
    {
        await using var stage = await Stage.SetAsync();
        GoTo(stage);
        stage.Register("Bee", "agent-chat", app => app.Script = new ChatScript
        {
            Answer = "**Look** [here](https://example.com):\n\n```python\nprint(1)",
            Thoughts = [new("I think.", "search", "{\"q\":\"`x`\"}", "Found ```it```.")],
            Citations = [new("Docs", "a*b.md", "Some text.\nMore.", 0.876)],
            Files = [new("image", "https://example.com/bee.png")],
        });
        stage.Good(
            "Invoke-DifyChat bee \"# What?`n*Why*\" -User tom | Send-DifyFeedback -Rating Like; Get-DifyConversation bee -User tom | Export-DifyConversation -Path bee.md"
        );
        var text = File.ReadAllText(Path.Combine(stage.Folder, "bee.md"));
        var places = new[]
        {
            "# \\# What? \\*Why\\*\n",
            "- App: bee\n- User: tom\n- Conversation: `",
            "- Size: 1 message, ",
            "\n---\n\n## tom · 20",
            "\n> # What?\n> *Why*\n",
            "\n## bee\n",
            "<summary>1 thought</summary>\n\nI think.\n\nTool: `search`\n\n```json\n{\"q\":\"`x`\"}\n```\n\n````text\nFound ```it```.\n````\n\n</details>",
            "**Look** [here](https://example.com):\n\n```python\nprint(1)\n```\n\n**Files**\n\n- [bee.png](<https://example.com/bee.png>) (image)",
            "**Sources**\n\n1. a\\*b.md (Docs, chunk 1, score 0.88)\n\n   > Some text.\n   > More.\n", " tokens (", "· Liked*\n",
        }.Select(part => (part, text.IndexOf(part, StringComparison.Ordinal))).ToList();
        Assert.DoesNotContain(places, place => place.Item2 < 0);
        Assert.Equal(places.Select(place => place.Item2).Order(), places.Select(place => place.Item2));
    }

    [Fact]
    public async Task JSON_lines_are_Difys_own_a_message_a_line_the_oldest_first_over_several_pages()
    {
        await using var stage = await Stage.SetAsync();
        GoTo(stage);
        stage.Register("Cat");
        stage.Good(
            "$reply = Invoke-DifyChat cat '第1 🐈'; $null = 2..230 | ForEach-Object { \"第$_ 🐈\" } | Invoke-DifyChat cat -ConversationId $reply.ConversationId"
        );
        stage.ForgetRequests();
        stage.Good("$reply | Export-DifyConversation -Path talk.jsonl");
        Assert.Equal(3, stage.Requests.Count);
        var lines = File.ReadAllLines(Path.Combine(stage.Folder, "talk.jsonl"));
        Assert.Equal(
            Enumerable.Range(1, 230).Select(i => $"第{i} 🐈"),
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("query").GetString())
        );
        Assert.Contains("第1 ", lines[0]);
        var last = stage
            .Good(
                "(Invoke-DifyRestMethod cat messages -Query @{ conversation_id = $reply.ConversationId; user = 'alice'; limit = 1 }).data[0]"
            )
            .Output.Single();
        Assert.Equal(last.Properties.Select(p => p.Name), JsonDocument.Parse(lines[^1]).RootElement.EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Path talks")]
    [InlineData("-Path talks/")]
    [InlineData("-Path there.d")]
    public async Task A_folder_takes_a_file_a_conversation_under_the_names_of_their_titles(string parameters)
    {
        await using var stage = await Stage.SetAsync();
        GoTo(stage);
        stage.Register("Cat");
        Directory.CreateDirectory(Path.Combine(stage.Folder, "there.d"));
        string[] titles = ["same", "same", "猫和狗？", "مرحبا يا قطة", "🐈 and 🐕", "a/b\\c: \"d\" <e>|*", "..", "CON", new string('長', 300)];
        foreach (var title in titles)
        {
            stage.Shell.SetVariable("title", title);
            stage.Good("Invoke-DifyChat cat hi | Rename-DifyConversation -NewTitle $title");
        }

        stage.ForgetRequests();
        var files = stage
            .Good($"Get-DifyConversation cat | Export-DifyConversation {parameters} -As Html -PassThru")
            .Output.Select(o => (FileInfo)o.BaseObject)
            .ToList();
        // Whoever has the conversations has their titles, and is not asked for them.
        Assert.Equal(1 + titles.Length, stage.Requests.Count);
        Assert.Equal(titles.Length, files.Select(file => file.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(files, file => Assert.True(file.Exists && file.Length > 1000 && file.Extension == ".html"));
        Assert.Single(files.Select(file => file.DirectoryName).Distinct());
        Assert.Equal(
            parameters.Length == 0 ? stage.Folder : Path.Combine(stage.Folder, parameters[6..].TrimEnd('/')),
            files[0].DirectoryName
        );
        Assert.Contains(files, file => file.Name.StartsWith("猫和狗？ (", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Name.StartsWith("مرحبا يا قطة (", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Name.StartsWith("a_b_c_ _d_ _e___ (", StringComparison.Ordinal));
        Assert.Contains(
            "<h1 dir=\"auto\">a/b\\c: &quot;d&quot; &lt;e&gt;|*</h1>",
            string.Concat(files.Select(file => File.ReadAllText(file.FullName)))
        );
    }

    [Fact]
    public async Task A_conversation_without_its_title_has_it_looked_up_where_it_is_needed()
    {
        await using var stage = await Talk();
        stage.Good("$reply | Rename-DifyConversation -NewTitle 'About cats'");
        stage.ForgetRequests();
        stage.Good("$reply | Export-DifyConversation -Path talk.md");
        Assert.Equal(["/messages", "/conversations"], stage.Requests.Select(r => r.Path));
        Assert.StartsWith("# About cats\n", File.ReadAllText(Path.Combine(stage.Folder, "talk.md")));
        stage.ForgetRequests();
        stage.Good("$reply | Export-DifyConversation -Path talk.jsonl");
        Assert.Single(stage.Requests);
    }

    [Fact]
    public async Task Two_conversations_do_not_go_into_one_file()
    {
        await using var stage = await Talk();
        stage.Good("$null = Invoke-DifyChat cat other");
        var error = stage.Bad("Get-DifyConversation cat | Export-DifyConversation -Path talk.md", "FileTaken");
        Assert.Contains("folder", error.ErrorDetails.RecommendedAction);
        Assert.StartsWith("# other\n", File.ReadAllText(Path.Combine(stage.Folder, "talk.md")));
        // The same one twice is no other one.
        stage.Good("$reply, $reply | Export-DifyConversation -Path twice.md -NoClobber");
    }

    [Fact]
    public async Task A_file_that_is_there_is_replaced_unless_that_is_not_wanted()
    {
        await using var stage = await Talk();
        var path = Path.Combine(stage.Folder, "talk.md");
        File.WriteAllText(path, "old");
        stage.ForgetRequests();
        var error = stage.Bad("$reply | Export-DifyConversation -Path talk.md -NoClobber", "FileExists");
        Assert.Contains("-NoClobber", error.ErrorDetails.RecommendedAction);
        File.SetAttributes(path, FileAttributes.ReadOnly);
        stage.Bad("$reply | Export-DifyConversation -Path talk.md", "FileReadOnly");
        Assert.Empty(stage.Requests);
        Assert.Equal("old", File.ReadAllText(path));
        stage.Good("$reply | Export-DifyConversation -Path talk.md -Force");
        Assert.StartsWith("# one", File.ReadAllText(path));
        stage.Good("$reply | Export-DifyConversation -Path talk.md");
        Assert.Empty(Directory.GetFiles(stage.Folder, "*.tmp"));
    }

    [Fact]
    public async Task A_failure_on_the_way_leaves_the_older_file()
    {
        await using var stage = await Stage.SetAsync();
        GoTo(stage);
        stage.Register("Cat");
        stage.Good(
            "$reply = Invoke-DifyChat cat 1; $null = 2..120 | ForEach-Object { \"$_\" } | Invoke-DifyChat cat -ConversationId $reply.ConversationId"
        );
        var path = Path.Combine(stage.Folder, "talk.html");
        File.WriteAllText(path, "old");
        stage.Dify.Faults.Add(new Fault { Path = "/messages", Skip = 1, Status = 403, Code = "forbidden" });
        stage.Bad("$reply | Export-DifyConversation -Path talk.html", "forbidden");
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(stage.Folder, "talk*"));
    }

    [Theory]
    [InlineData("Export-DifyConversation cat $id -Path talk.txt", "InvalidArgument")]
    [InlineData("Export-DifyConversation cat $id -Path nowhere/talk.md", "FileError")]
    [InlineData("Export-DifyConversation job $id -Path talk.md", "AppModeMismatch")]
    [InlineData("Export-DifyConversation dog $id -Path talk.md", "AppNotFound")]
    public async Task What_cannot_go_well_is_told_before_anything_is_sent(string command, string errorId)
    {
        await using var stage = await Talk();
        stage.Register("Job", "workflow");
        stage.ForgetRequests();
        Assert.Equal(errorId, stage.Run(command).ErrorId);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task Somebody_elses_conversation_is_not_there_and_leaves_no_file()
    {
        await using var stage = await Talk();
        var error = stage.Bad("$reply | Export-DifyConversation -Path out -User bob", "not_found");
        Assert.NotNull(error.TargetObject);
        Assert.False(Directory.Exists(Path.Combine(stage.Folder, "out")));
    }

    [Fact]
    public async Task WhatIf_sends_and_writes_nothing()
    {
        await using var stage = await Talk();
        stage.ForgetRequests();
        var result = stage.Good("$reply | Export-DifyConversation -Path out -WhatIf");
        Assert.Contains("What if:", result.Text);
        Assert.Contains("'cat'", result.Text);
        Assert.Empty(stage.Requests);
        Assert.False(Directory.Exists(Path.Combine(stage.Folder, "out")));
    }

    private static async Task<Stage> Talk()
    {
        var stage = await Stage.SetAsync();
        GoTo(stage);
        stage.Register("Cat");
        stage.Good("$reply = Invoke-DifyChat cat one; $null = $reply | Invoke-DifyChat -Message two; $id = $reply.ConversationId");
        return stage;
    }

    private static void GoTo(Stage stage) => stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
}

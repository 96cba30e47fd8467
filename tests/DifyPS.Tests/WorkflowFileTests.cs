using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests;

/// <summary>What the CI workflow calls is there, and it takes no more than it needs.</summary>
public sealed partial class WorkflowFileTests
{
    private static readonly string Root = Path.GetDirectoryName(Session.ManifestPath)!;
    private static readonly string Text = File.ReadAllText(Path.Combine(Root, ".github", "workflows", "ci.yml"));

    [Fact]
    public void Scripts_it_calls_are_there()
    {
        var scripts = Script().Matches(Text).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.Contains("build.ps1", scripts);
        Assert.All(scripts, script => Assert.True(File.Exists(Path.Combine(Root, script)), script));
    }

    [Fact]
    public void Tasks_it_runs_are_tasks_of_the_build_script()
    {
        var build = File.ReadAllText(Path.Combine(Root, "build.ps1"));
        var tasks = Tasks()
            .Matches(Text)
            .SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
            .Distinct()
            .ToList();

        Assert.Contains("Test", tasks);
        Assert.All(tasks, task => Assert.Contains($"function Invoke-{task} ", build, StringComparison.Ordinal));
    }

    [Fact]
    public void Actions_are_GitHubs_own_and_pinned()
    {
        var actions = Uses().Matches(Text).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches(@"^actions/[a-z-]+@v\d+$", action));
    }

    [Fact]
    public void It_may_read_only_and_knows_no_secret()
    {
        Assert.Equal("contents: read", Assert.Single(Permissions().Matches(Text)).Groups[1].Value.Trim());
        Assert.DoesNotContain("secrets.", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("pull_request_target", Text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"run: \./(\S+\.ps1)")]
    private static partial Regex Script();

    [GeneratedRegex(@"-Task ([\w, ]+)")]
    private static partial Regex Tasks();

    [GeneratedRegex(@"uses: (\S+)")]
    private static partial Regex Uses();

    [GeneratedRegex(@"^ *permissions:\r?\n((?: +\S.*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Permissions();
}

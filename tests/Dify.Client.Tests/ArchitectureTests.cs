using System.Collections.Generic;
using System.Linq;
using NetArchTest.Rules;
using Xunit;

namespace Dify.Client.Tests;

/// <summary>Which way the arrows run between the client's folders, which are its namespaces.</summary>
public sealed class ArchitectureTests
{
    private const string Root = "Dify.Client";

    /// <summary>
    /// Each folder, and those below it that it may know. What stands beside the door, such as the exceptions, is for all.
    /// </summary>
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Values"] = [],
        ["Jobs"] = [],
        ["Transport"] = ["Values"],
        ["Paging"] = ["Transport", "Values"],
        ["Streaming"] = ["Transport", "Values"],
        ["Apps"] = ["Streaming", "Transport", "Values"],
        ["Files"] = ["Apps", "Paging", "Streaming", "Transport", "Values"],
        ["Runs"] = ["Files", "Paging", "Streaming", "Transport", "Values"],
        ["Chat"] = ["Files", "Paging", "Runs", "Streaming", "Transport", "Values"],
        ["Completions"] = ["Chat", "Files", "Runs", "Streaming", "Transport", "Values"],
        ["Workflows"] = ["Files", "Paging", "Runs", "Streaming", "Transport", "Values"],
        ["Conversations"] = ["Chat", "Paging", "Streaming", "Transport", "Values"],
        ["HumanInput"] = ["Paging", "Streaming", "Transport", "Values"],
        ["Annotations"] = ["Jobs", "Paging", "Transport", "Values"],
        ["Audio"] = ["Files", "Transport", "Values"],
        ["EndUsers"] = ["Paging", "Transport", "Values"],
        ["Feedback"] = ["Paging", "Transport", "Values"],
        ["Knowledge"] = ["Transport", "Values"],
        ["Rest"] = ["Streaming", "Transport", "Values"],
        ["Workspaces"] = ["Paging", "Transport", "Values"],
    };

    public static TheoryData<string> Folders => [.. Below.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_knows_only_what_is_below_it(string folder)
    {
        var above = Below.Keys.Except(Below[folder]).Where(other => other != folder).Select(other => $"{Root}.{other}").ToArray();

        Assert.Empty(TypesThatKnow(folder, above));
    }

    // The check itself can fail.
    [Theory]
    [InlineData("Chat", "Runs")]
    [InlineData("Streaming", "Transport")]
    [InlineData("Transport", "Values")]
    public void What_a_folder_knows_is_seen(string folder, string other) => Assert.NotEmpty(TypesThatKnow(folder, $"{Root}.{other}"));

    [Fact]
    public void Every_folder_has_its_place()
    {
        var folders = typeof(DifyClient).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith(Root + ".", System.StringComparison.Ordinal) == true)
            .Select(type => type.Namespace!.Split('.')[2]).Distinct();

        Assert.Equal(Below.Keys.Order(), folders.Order());
    }

    [Fact]
    public void Nothing_below_knows_what_is_above() =>
        Assert.All(Below, folder => Assert.All(folder.Value, other => Assert.DoesNotContain(folder.Key, Below[other])));

    private static IEnumerable<string> TypesThatKnow(string folder, params string[] others) =>
        Types
            .InAssembly(typeof(DifyClient).Assembly)
            .That()
            .ResideInNamespace($"{Root}.{folder}")
            .ShouldNot()
            .HaveDependencyOnAny(others)
            .GetResult()
            .FailingTypes.Select(type => type.FullName);
}

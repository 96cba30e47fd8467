using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using Dify.Client;
using Dify.Client.Files;
using Dify.Client.Workspaces;
using Dify.TestSupport;
using DifyPS.Common;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests;

/// <summary>Holds about_DifyPS_Errors against the source, which is read, and against Dify's description: each error is in both.</summary>
public sealed partial class ErrorTopicTests
{
    // What it is told as is VaultLocked.
    private const string NeverShown = "VaultNotAnswered";

    // Dify answers them, and its description has no example of them.
    private static readonly string[] NotDescribed = ["unauthorized", "not_completion_app"];

    // Newer releases of Dify answer them.
    private static readonly string[] DescribedSince =
    [
        "app_api_disabled",
        "app_not_found",
        "app_abnormal_status",
        "workspace_not_found",
        "workspace_archived",
        "app_suggested_questions_after_answer_disabled",
        "trigger_workflow_service_mode_unavailable",
        "agent_version_not_found_error",
        "message_feedback_rating_required",
        "file_extension_blocked",
        "service_unavailable",
    ];

    private static readonly string Root = Path.GetDirectoryName(Session.ManifestPath)!;

    private static readonly string Topic = File.ReadAllText(Path.Combine(Root, "docs", "en-US", "about_DifyPS_Errors.md"));

    /// <summary>Ids of the module, each with the categories it may have.</summary>
    private static Dictionary<string, string[]> Told =>
        Item()
            .Matches(Topic)
            .ToDictionary(
                match => match.Groups["id"].Value,
                match => Word().Matches(match.Groups["categories"].Value).Select(one => one.Value).Where(word => word != "or").ToArray()
            );

    [Fact]
    public void Every_error_of_the_source_is_in_the_topic_and_the_reverse()
    {
        var made = Made().Select(one => one.Id).Concat(Constants()).Distinct();
        Assert.Equal(made.Order(StringComparer.Ordinal), Told.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_topic_names_the_category_that_an_error_has()
    {
        Assert.All(Told, told =>
            Assert.All(told.Value, category => Assert.True(Enum.TryParse<ErrorCategory>(category, out _), $"{told.Key}: {category}"))
        );
        Assert.All(Made(), made => Assert.Contains(made.Category, Told[made.Id]));
    }

    [Fact]
    public void The_topic_names_the_category_of_every_problem_with_a_workspace()
    {
        var codes = typeof(WorkspaceProblem).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.True(codes.Count > 20);
        Assert.All(codes, code => Assert.Contains($"{WorkspaceErrors.CategoryOf(code)}", Told[code]));
    }

    [Fact]
    public void Every_place_that_makes_an_error_is_read()
    {
        // A new way to write one would be passed over in silence.
        var unread = Sources()
            .SelectMany(file =>
                Category()
                    .Matches(file.Text)
                    .Where(match =>
                        !Maker().Matches(file.Text).Any(maker => maker.Index <= match.Index && match.Index < maker.Index + maker.Length)
                    )
                    .Where(match => !match.Groups["mapping"].Success)
                    .Select(match => $"{file.Name}: {match.Value}")
            );
        // The category of a list of problems depends on the first of them.
        Assert.All(unread, one => Assert.StartsWith("FileSender.cs", one));
        Assert.True(Made().Count > 50);
    }

    [Fact]
    public void Advice_for_a_code_of_Dify_is_for_one_that_the_topic_has()
    {
        var source = File.ReadAllText(Path.Combine(Root, "src", "Dify.Client", "Transport", "ErrorAdvice.cs"));
        var advised = DifyCode().Matches(source).Select(match => match.Groups[1].Value).ToList();
        Assert.True(advised.Count > 10);
        Assert.Empty(advised.Except(ToldByDify().Select(one => one.Code)));
    }

    [ContractFact]
    public void Every_code_that_Dify_describes_for_an_app_is_in_the_topic_and_the_reverse()
    {
        Assert.Equal(
            Description.Get().ErrorCodes(OperationsTests.KnowledgeTags).Order(),
            ToldByDify().Where(one => !NotDescribed.Contains(one.Code) && !DescribedSince.Contains(one.Code)).Order());
        Assert.Subset(ToldByDify().Select(one => one.Code).ToHashSet(), DescribedSince.ToHashSet());
    }

    [Fact]
    public void The_topic_names_the_category_of_every_status()
    {
        var text = Paragraph().Match(Topic).Groups["told"].Value.ReplaceLineEndings(" ");
        var told = StatusItem()
            .Matches(text)
            .SelectMany(match =>
                Word()
                    .Matches(match.Groups["statuses"].Value)
                    .Select(word => (Status: word.Value, Category: match.Groups["category"].Value))
            )
            .Where(one => one.Status is not ("and" or "other"))
            .ToDictionary(one => one.Status, one => Enum.Parse<ErrorCategory>(one.Category));
        Assert.True(told.Count > 10);
        Assert.All(Enumerable.Range(400, 200), status => Assert.Equal(
            told.TryGetValue($"{status}", out var one) ? one : told[$"{status / 100}xx"], ErrorRecords.CategoryOf(status)));
    }

    private static IEnumerable<(string Code, string Status)> ToldByDify() =>
        DifyItem().Matches(Topic).Select(match => (match.Groups["code"].Value, match.Groups["status"].Value));

    private static List<(string Id, string Category)> Made() => Sources()
        .SelectMany(file => Maker().Matches(file.Text))
        .Select(match => (Id: IdOf(match), Category: match.Groups["category"].Value))
        .Where(one => one.Id is not (null or NeverShown))
        .Select(one => (one.Id!, one.Category)).ToList();

    // "Name", nameof(Name), or a constant such as FileProblem.TooLarge; e.Code and e.ErrorId hand on what was made elsewhere.
    private static string? IdOf(Match match)
    {
        if (!match.Groups["reference"].Success)
            return match.Groups["id"].Value;
        var path = match.Groups["reference"].Value.Split('.');
        if (path[^1] is "Code" or "ErrorId")
            return null;
        return ConstantFields().Where(field => field.Name == path[^1] && (path.Length < 2 || field.DeclaringType!.Name == path[^2]))
            .Select(field => (string)field.GetRawConstantValue()!).FirstOrDefault() ?? path[^1];
    }

    private static IEnumerable<string> Constants() =>
        ConstantFields()
            .Where(field => field.DeclaringType!.Assembly == typeof(DifyClient).Assembly)
            .Select(field => (string)field.GetRawConstantValue()!)
            .Concat(Sources().SelectMany(file => Problem().Matches(file.Text)).Select(match => match.Groups["id"].Value));

    private static IEnumerable<FieldInfo> ConstantFields() =>
        new[] { typeof(DifyClient).Assembly, typeof(DifyApp).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.IsSubclassOf(typeof(Exception))
                || type == typeof(FileProblem)
                || type == typeof(WorkspaceProblem)
                || type.Name.Contains("ErrorId", StringComparison.Ordinal)
            )
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string));

    private static IEnumerable<(string Name, string Text)> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", "DifyPS"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    [GeneratedRegex(
        @"(?:""(?<id>\w+)""|nameof\((?<id>\w+)\)|(?<reference>\w+(?:\.\w+)*))\s*,\s*(?:System\.Management\.Automation\.)?ErrorCategory\.(?<category>\w+)"
    )]
    private static partial Regex Maker();

    [GeneratedRegex(@"(?<mapping>(?:=>|==|[?:]|return)\s*)?(?:System\.Management\.Automation\.)?\bErrorCategory\.\w+")]
    private static partial Regex Category();

    [GeneratedRegex(@"new FileProblem\(\s*""(?<id>\w+)""")]
    private static partial Regex Problem();

    [GeneratedRegex(@"(?m)^- `(?<id>[A-Z]\w+)` \((?<categories>[\w ,]+)\):")]
    private static partial Regex Item();

    [GeneratedRegex(@"(?m)^- `(?<code>[a-z_]+)` \((?<status>\d+)\):")]
    private static partial Regex DifyItem();

    [GeneratedRegex(@"""([a-z]+(?:_[a-z]+)*)""(?= (?:or|=>))")]
    private static partial Regex DifyCode();

    [GeneratedRegex(@"here in brackets:(?<told>[^.]+)\.")]
    private static partial Regex Paragraph();

    [GeneratedRegex(@"(?<statuses>(?:other )?\d(?:\d\d|xx)(?: and \d{3})*) (?<category>[A-Z]\w+)")]
    private static partial Regex StatusItem();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Dify.Simulator;
using Dify.TestSupport;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests;

/// <summary>Holds docs/operations.md against Dify's description, the module's cmdlets, and what this run really sent.</summary>
[Collection(LastThingsLast.Collection)]
public sealed partial class OperationsTests
{
    private const int Operations = 36;

    // What a knowledge key opens.
    internal static readonly string[] KnowledgeTags =
    [
        "Knowledge Bases",
        "Documents",
        "Chunks",
        "Tags",
        "Metadata",
        "Models",
        "Knowledge Pipeline",
    ];

    private static readonly string Docs = Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "docs");

    private static IReadOnlyList<Row> Table =>
        [
            .. Line()
                .Matches(File.ReadAllText(Path.Combine(Docs, "operations.md")))
                .Select(match => new Row(
                    match.Groups[1].Value,
                    match.Groups[2].Value,
                    match.Groups[3].Value,
                    [.. Cmdlet().Matches(match.Groups[4].Value).Select(one => one.Groups[1].Value)]
                )),
        ];

    [ContractFact]
    public void Every_operation_that_an_app_key_opens_is_in_the_table_once()
    {
        Assert.Equal(
            Description.Get().Operations(KnowledgeTags).Order(),
            Table.Select(row => (row.Method, row.Path, row.Operation)).Order());
    }

    [Fact]
    public void Every_cmdlet_of_the_table_is_there()
    {
        using var session = new Session();
        var cmdlets = session.Run("Get-Command -Module DifyPS | ForEach-Object Name").Output.Select(name => name.ToString()).ToHashSet();
        Assert.Equal(Operations, Table.Select(row => (row.Method, row.Path)).Distinct().Count());
        Assert.All(Table, row => Assert.NotEmpty(row.Cmdlets));
        Assert.Empty(Table.SelectMany(row => row.Cmdlets).Except(cmdlets));
    }

    [Fact]
    public void Every_operation_of_the_table_was_sent_by_a_test_of_this_run()
    {
        var sent = Stage.AllRequests.Select(Template).ToHashSet();
        // Alone, as when it is looked into, this test has nothing to look back at.
        Assert.SkipWhen(sent.Count == 0, "No other test has run.");
        Assert.Empty(Table.Select(row => $"{row.Method} {row.Path}").Except(sent));
    }

    private static string Template(RecordedRequest request) =>
        Table.Where(row => row.Method == request.Method && row.Fits(request.Path))
            // A fixed path is nearer than one with parameters in it.
            .OrderBy(row => row.Path.Count(c => c == '{'))
            .Select(row => $"{row.Method} {row.Path}").FirstOrDefault() ?? $"{request.Method} {request.Path}";

    [GeneratedRegex(@"(?m)^\| ([A-Z]+) \| `([^`]+)` \| ([^|]+?) \| ([^|]+?) \|\r?$")]
    private static partial Regex Line();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Cmdlet();

    private sealed record Row(string Method, string Path, string Operation, IReadOnlyList<string> Cmdlets)
    {
        public bool Fits(string path) =>
            path.Split('/') is var segments && Path.Split('/') is var parts && parts.Length == segments.Length
            && parts.Zip(segments).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }
}

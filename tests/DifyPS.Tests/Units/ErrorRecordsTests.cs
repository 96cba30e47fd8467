using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using System.Text.RegularExpressions;
using DifyPS.Common;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>What belongs to an item is its error, and the next item goes on.</summary>
public sealed class ErrorRecordsTests
{
    [Fact]
    public void What_goes_wrong_with_JSON_is_an_error_of_its_item()
    {
        var deep = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(new string('[', 100)));
        Assert.True(ErrorRecords.IsExpected(deep));
        Assert.True(ErrorRecords.IsExpected(new InvalidOperationException()));
        var record = ErrorRecords.From(deep, "item");
        Assert.Equal(
            ("InvalidJson", ErrorCategory.InvalidData, "item"),
            (record.FullyQualifiedErrorId, record.CategoryInfo.Category, (string)record.TargetObject)
        );
        // PowerShell's own ends the command, as it always does.
        Assert.False(ErrorRecords.IsExpected(new PSInvalidOperationException()));
        Assert.False(ErrorRecords.IsExpected(new PipelineStoppedException()));
    }

    [Theory]
    [InlineData("DifyPS")]
    [InlineData("Dify.Client")]
    public void JSON_is_read_and_written_the_same_way_everywhere(string project)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Session.ManifestPath)!, "src", project);
        var calls = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file))
            .Where(line => Regex.IsMatch(line, @"JsonDocument\.Parse\(|JsonNode\.Parse\(|new Utf8JsonWriter\("))
            .ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, line => Assert.Contains("JsonFormat.", line));
    }
}

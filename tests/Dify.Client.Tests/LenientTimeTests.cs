using System;
using System.Text.Json;
using Dify.Client.Files;
using Dify.Client.Runs;
using Xunit;

namespace Dify.Client.Tests;

public sealed class LenientTimeTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Theory]
    [InlineData("1700000000")]
    [InlineData("1700000000.75")]
    [InlineData("\"1700000000\"")]
    [InlineData("\"2023-11-14T22:13:20\"")]
    [InlineData("\"2023-11-14T22:13:20Z\"")]
    [InlineData("\"2023-11-15T00:13:20+02:00\"")]
    public void Seconds_and_text_become_the_same_local_time(string json)
    {
        var read = Read(json);

        Assert.Equal(Time, read);
        Assert.Equal(TimeZoneInfo.Local.GetUtcOffset(Time), read!.Value.Offset);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("\"soon\"")]
    [InlineData("\"\"")]
    [InlineData("9e17")]
    [InlineData("-9e17")]
    public void What_is_no_time_is_none(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("1.25", 1.25)]
    [InlineData("\"1.25\"", 1.25)]
    [InlineData("0", 0.0)]
    [InlineData("0.0000001", 0.0000001)]
    [InlineData("1.234567", 1.234567)]
    public void Seconds_become_a_length_of_time_to_the_tick(string json, double seconds) =>
        Assert.Equal((long)Math.Round(seconds * TimeSpan.TicksPerSecond), ReadLength(json)!.Value.Ticks);

    [Theory]
    [InlineData("null")]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("\"NaN\"")]
    [InlineData("\"soon\"")]
    public void What_is_no_length_of_time_is_none(string json) => Assert.Null(ReadLength(json));

    private static TimeSpan? ReadLength(string json) =>
        JsonSerializer.Deserialize($$"""{"id":"r","elapsed_time":{{json}}}""", RunJson.Default.WorkflowRun)!.Elapsed;

    private static DateTimeOffset? Read(string json) =>
        JsonSerializer.Deserialize($$"""{"id":"f","created_at":{{json}}}""", FileJson.Default.UploadedFile)!.CreatedAt;
}

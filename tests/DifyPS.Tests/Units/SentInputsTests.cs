using System.Text.Json;
using DifyPS.Runs.Checkpoints;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>Another item's run is never taken for one's own because two numbers are nearly the same.</summary>
public sealed class SentInputsTests
{
    [Theory]
    [InlineData("5", "5", true)]
    [InlineData("5", "5.0", true)]
    [InlineData("1E5", "100000", true)]
    [InlineData("-0", "0", true)]
    [InlineData("12345678901234567890", "12345678901234567891", false)]
    [InlineData("9007199254740992", "9007199254740993", false)]
    [InlineData("1e400", "1e400", true)]
    [InlineData("1e400", "1e401", false)]
    [InlineData("1234567890.1234567", "1234567890.1234567891", true)]
    [InlineData("1234567890.1234567", "1234567890.1234599", false)]
    public void Numbers_are_compared_to_the_last_digit_that_Dify_keeps(string found, string sent, bool same)
    {
        using var one = JsonDocument.Parse($$"""{"n":{{found}},"sys.user_id":"x"}""");
        using var other = JsonDocument.Parse($$"""{"n":{{sent}}}""");
        Assert.Equal(same, SentInputs.AreIn(one.RootElement, other.RootElement));
    }
}

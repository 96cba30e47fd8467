using DifyPS.Bindings.Registry;
using DifyPS.Runs.Inputs;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>Text is as long as Dify says, which counts code points.</summary>
public sealed class CharactersTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("🐈🐈🐈🐈🐈🐈", 6)]
    [InlineData("e\u0301", 2)]
    [InlineData("👩‍👩‍👧", 5)]
    public void Characters_are_code_points(string text, int count) => Assert.Equal(count, Characters.Count(text));

    // Not as a theory's data: the runner itself keeps no halves.
    [Fact]
    public void Half_a_pair_is_one() => Assert.Equal((1, 3), (Characters.Count("\ud83d"), Characters.Count("\ud83d\ud83d\udc08\udc08")));

    [Fact]
    public void A_text_may_have_as_many_as_its_variable_takes()
    {
        var variable = new DeclaredInput { Variable = "mood", Type = "text-input", MaxLength = 6 };
        Assert.Null(ValueFitter.Fit(variable, "🐈🐈🐈🐈🐈🐈").Problem);
        Assert.Contains("7", ValueFitter.Fit(variable, "🐈🐈🐈🐈🐈🐈!").Problem);
    }
}

using System;
using System.Management.Automation;
using DifyPS.Output.Display;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class StyledTests : IDisposable
{
    private readonly OutputRendering _before = PSStyle.Instance.OutputRendering;

    public void Dispose() => PSStyle.Instance.OutputRendering = _before;

    [Fact]
    public void Colours_are_those_of_the_session()
    {
        PSStyle.Instance.OutputRendering = OutputRendering.Ansi;
        var style = PSStyle.Instance;
        Assert.Equal(style.Dim + "x" + style.Reset, Styled.Dim("x"));
        Assert.Equal(style.Bold + "x" + style.Reset, Styled.Bold("x"));
        Assert.Equal(style.Foreground.Green + "x" + style.Reset, Styled.Good("x"));
        Assert.Equal(style.Foreground.Yellow + "x" + style.Reset, Styled.Doubtful("x"));
        Assert.Equal(style.Foreground.Red + "x" + style.Reset, Styled.Bad("x"));
    }

    [Fact]
    public void Nothing_has_no_colour()
    {
        PSStyle.Instance.OutputRendering = OutputRendering.Ansi;
        Assert.Empty(Styled.Dim(null));
        Assert.Empty(Styled.Bad(string.Empty));
    }

    [Fact]
    public void What_goes_to_a_file_is_plain()
    {
        Assert.SkipUnless(Console.IsOutputRedirected, "Needs a test run whose output is redirected.");
        PSStyle.Instance.OutputRendering = OutputRendering.Host;
        Assert.Equal("x", Styled.Good("x"));
    }
}

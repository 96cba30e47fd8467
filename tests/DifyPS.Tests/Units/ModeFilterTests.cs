using System.Linq;
using DifyPS.Bindings.Identity;
using DifyPS.Commands;
using Xunit;

namespace DifyPS.Tests.Units;

public sealed class ModeFilterTests
{
    [Fact]
    public void A_mode_of_tomorrow_is_one_where_an_app_has_it()
    {
        var filter = ModeFilter.Of(["Something-New", "chat"], AppModes.All)!;
        Assert.True(filter.Takes("something-new"));
        Assert.False(filter.Takes("workflow"));
        Assert.False(filter.Takes(null));
        Assert.Empty(filter.TakeProblems());
    }

    [Fact]
    public void A_word_that_no_app_has_is_told_once()
    {
        var filter = ModeFilter.Of(["chatbott", "Chatbott", "chatflow"], AppModes.All)!;
        Assert.True(filter.Takes("advanced-chat"));
        Assert.Equal("chatbott", Assert.Single(filter.TakeProblems().ToList()).Word);
        Assert.Empty(filter.TakeProblems());
    }
}

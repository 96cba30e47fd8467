using System.Runtime.CompilerServices;
using Xunit;

namespace DifyPS.Tests.Support.Pages;

/// <summary>A test that looks at pages in a browser. Where there is none, all of them are left out, and <see cref="PageTests"/> says so once.</summary>
internal sealed class PageFactAttribute : FactAttribute
{
    public PageFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Explicit = !Browser.IsHere;
}

/// <summary>The same with data.</summary>
internal sealed class PageTheoryAttribute : TheoryAttribute
{
    public PageTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Explicit = !Browser.IsHere;
}

/// <summary>Says in one line that pages were not looked at, where they were not.</summary>
public sealed class PageTests
{
    [Fact]
    public void A_browser_is_here() => Assert.SkipUnless(Browser.IsHere, Browser.Missing);
}

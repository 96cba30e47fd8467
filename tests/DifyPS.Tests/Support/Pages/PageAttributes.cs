using System.Runtime.CompilerServices;
using Dify.TestSupport;
using Xunit;
using Xunit.v3;

namespace DifyPS.Tests.Support.Pages;

/// <summary>A test that looks at pages in a browser; <see cref="PageTests"/> says where there is none.</summary>
[XunitTestCaseDiscoverer(typeof(OptionalFactDiscoverer))]
internal sealed class PageFactAttribute : FactAttribute, IOptionalTest
{
    public PageFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
    }

    /// <inheritdoc/>
    public bool IsPossible => Browser.IsHere;
}

/// <summary>The same with data.</summary>
[XunitTestCaseDiscoverer(typeof(OptionalTheoryDiscoverer))]
internal sealed class PageTheoryAttribute : TheoryAttribute, IOptionalTest
{
    public PageTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
    }

    /// <inheritdoc/>
    public bool IsPossible => Browser.IsHere;
}

/// <summary>Says in one line that pages were not looked at, where they were not.</summary>
public sealed class PageTests
{
    [Fact]
    public void A_browser_is_here() => Assert.SkipUnless(Browser.IsHere, Browser.Missing);
}

using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace Dify.TestSupport;

/// <summary>A test that needs Dify's description; <see cref="ContractTests"/> says where it is missing.</summary>
[XunitTestCaseDiscoverer(typeof(OptionalFactDiscoverer))]
internal sealed class ContractFactAttribute : FactAttribute, IOptionalTest
{
    public ContractFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
    }

    /// <inheritdoc/>
    public bool IsPossible => Description.File is not null;
}

/// <summary>The same with data.</summary>
[XunitTestCaseDiscoverer(typeof(OptionalTheoryDiscoverer))]
internal sealed class ContractTheoryAttribute : TheoryAttribute, IOptionalTest
{
    public ContractTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
    }

    /// <inheritdoc/>
    public bool IsPossible => Description.File is not null;
}

/// <summary>Says in one line that there are no contract tests, where there are none.</summary>
public sealed class ContractTests
{
    [Fact]
    public void Difys_description_is_here() => Assert.SkipWhen(Description.File is null, Description.Missing);
}

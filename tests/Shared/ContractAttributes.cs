using System.Runtime.CompilerServices;
using Xunit;

namespace Dify.TestSupport;

/// <summary>A test that needs Dify's description. Without it, all of them are left out, and <see cref="ContractTests"/> says so once.</summary>
internal sealed class ContractFactAttribute : FactAttribute
{
    public ContractFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Explicit = Description.File is null;
}

/// <summary>The same with data.</summary>
internal sealed class ContractTheoryAttribute : TheoryAttribute
{
    public ContractTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Explicit = Description.File is null;
}

/// <summary>Says in one line that the contract tests did not run, where they did not.</summary>
public sealed class ContractTests
{
    [Fact]
    public void Difys_description_is_here() => Assert.SkipWhen(Description.File is null, Description.Missing);
}

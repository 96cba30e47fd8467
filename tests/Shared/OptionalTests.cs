using System.Collections.Generic;
using System.Threading.Tasks;
using Xunit.Sdk;
using Xunit.v3;

namespace Dify.TestSupport;

/// <summary>
/// A kind of tests that needs what not every machine has. Where it is missing there are none of them, and one test
/// says so for all: a hundred lines that say the same are read by nobody.
/// </summary>
internal interface IOptionalTest
{
    /// <summary>Whether this machine has it.</summary>
    bool IsPossible { get; }
}

/// <summary>Finds optional tests where they are possible.</summary>
internal sealed class OptionalFactDiscoverer : FactDiscoverer
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        factAttribute is IOptionalTest { IsPossible: false } ? new([]) : base.Discover(discoveryOptions, testMethod, factAttribute);
}

/// <summary>The same for those with data.</summary>
internal sealed class OptionalTheoryDiscoverer : TheoryDiscoverer
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        factAttribute is IOptionalTest { IsPossible: false } ? new([]) : base.Discover(discoveryOptions, testMethod, factAttribute);
}

using System.Collections.Generic;
using System.Linq;
using DifyPS.Tests.Support.PowerShells;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace DifyPS.Tests.Support;

/// <summary>
/// Puts the collections that look back behind all others. Where the Pester suite is one of them, its processes begin
/// now, and work beside the tests of this one, which mostly wait.
/// </summary>
public sealed class LastThingsLast : ITestCollectionOrderer
{
    /// <summary>The name of the collection that comes last.</summary>
    public const string Collection = "After everything else";

    /// <summary>The name of the collection of Pester's results.</summary>
    public const string Pester = "The Pester suite";

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        if (testCollections.Any(collection => collection.TestCollectionDisplayName == Pester))
            PesterSuite.Begin(TestContext.Current.CancellationToken);
        return testCollections
            .OrderBy(collection =>
                collection.TestCollectionDisplayName switch
                {
                    Collection => 2,
                    Pester => 1,
                    _ => 0,
                }
            )
            .ToList();
    }
}

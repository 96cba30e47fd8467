using System.Collections.Generic;
using System.Linq;
using Xunit.Sdk;
using Xunit.v3;

namespace DifyPS.Tests.Support;

/// <summary>Puts the collection that looks back at the whole run behind all others.</summary>
public sealed class LastThingsLast : ITestCollectionOrderer
{
    /// <summary>The name of the collection that comes last.</summary>
    public const string Collection = "After everything else";

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        testCollections.OrderBy(collection => collection.TestCollectionDisplayName == Collection).ToList();
}

using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using DifyPS.Tests.Support.PowerShells;
using Xunit;

namespace DifyPS.Tests;

/// <summary>
/// The Pester suite, test by test. It runs once, beside the tests that come before these, and never while tests are
/// only looked for.
/// </summary>
[Collection(LastThingsLast.Pester)]
public sealed class PesterTests
{
    public static async Task<IReadOnlyCollection<ITheoryDataRow>> Results() =>
    [
        .. (await PesterSuite.Begin(TestContext.Current.CancellationToken)).Select(result => new TheoryDataRow<PesterResult>(result)
        {
            TestDisplayName = "Pester, " + result.Name,
            Skip = result.Outcome == "Skipped" ? result.Message : null,
        }),
    ];

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void In_a_real_PowerShell(PesterResult result) => Assert.True(result.Outcome == "Passed", result.Message);
}

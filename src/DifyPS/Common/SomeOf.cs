using System.Collections.Generic;
using System.Linq;

namespace DifyPS.Common;

/// <summary>Names the first of many, for a message that is to stay short.</summary>
internal static class SomeOf
{
    private const int Most = 5;

    public static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Most)) + (names.Count > Most ? ", ..." : string.Empty);
}

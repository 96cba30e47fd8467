using System.Collections.Generic;

namespace DifyPS.Common;

/// <summary>Sums of money, by currency.</summary>
internal static class CurrencySums
{
    /// <summary>Adds an amount to the sum of its currency.</summary>
    public static void Plus(this IDictionary<string, decimal> sums, string currency, decimal amount) =>
        sums[currency] = (sums.TryGetValue(currency, out var sum) ? sum : 0) + amount;
}

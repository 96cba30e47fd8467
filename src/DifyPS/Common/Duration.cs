using System;

namespace DifyPS.Common;

/// <summary>Dify's durations are seconds.</summary>
internal static class Duration
{
    public static TimeSpan? Of(double? seconds) => seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds.Value) : null;
}

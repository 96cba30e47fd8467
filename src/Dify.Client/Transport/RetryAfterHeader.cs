using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;

namespace Dify.Client.Transport;

/// <summary>How long a server asks to wait: whole seconds or a date by the standard, and fractions of seconds from some gateways.</summary>
internal static class RetryAfterHeader
{
    // So far off that nobody waits, and near enough to be reckoned with.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>The time to wait; null when the server does not say, or not so that it could be understood.</summary>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider clock)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - clock.GetUtcNow()) ?? Seconds(response);
        return wait is not { } span ? null : span < TimeSpan.Zero ? TimeSpan.Zero : span > Longest ? Longest : span;
    }

    private static TimeSpan? Seconds(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Retry-After", out var values)
        && double.TryParse(
            values.FirstOrDefault(),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var seconds
        )
        && !double.IsNaN(seconds)
        && !double.IsInfinity(seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds))
            : null;
}

using System;
using System.Globalization;

namespace Dify.Client.Transport;

/// <summary>A few of Dify's times are text; without an offset they are UTC.</summary>
internal static class IsoTime
{
    public static DateTimeOffset? ToLocal(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToLocalTime()
            : null;
}

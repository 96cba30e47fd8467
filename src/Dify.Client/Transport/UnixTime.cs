using System;

namespace Dify.Client.Transport;

/// <summary>Dify's times are Unix seconds.</summary>
internal static class UnixTime
{
    public static DateTimeOffset? ToLocal(long? seconds) =>
        seconds is >= -62135596800 and <= 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value).ToLocalTime() : null;
}

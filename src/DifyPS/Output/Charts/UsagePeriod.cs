using System;

namespace DifyPS.Output.Charts;

/// <summary>The time that was measured.</summary>
internal readonly struct UsagePeriod
{
    public UsagePeriod(DateTimeOffset after, DateTimeOffset? before)
    {
        First = after.LocalDateTime.Date;
        Last = (before?.LocalDateTime.AddTicks(-1) ?? DateTime.Now).Date;
        Last = Last < First ? First : Last;
    }

    /// <summary>The first day, local time.</summary>
    public DateTime First { get; }

    /// <summary>The last day, local time.</summary>
    public DateTime Last { get; }
}

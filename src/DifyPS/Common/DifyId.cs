using System;

namespace DifyPS.Common;

/// <summary>Ids of Dify's, which it writes in small letters and takes in any.</summary>
internal static class DifyId
{
    public static bool AreSame(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

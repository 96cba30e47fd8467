using System;

namespace DifyPS.Common;

/// <summary>Ids of Dify's, which it writes in small letters and takes in any.</summary>
internal static class DifyId
{
    /// <summary>Whether a text can be an id at all.</summary>
    public static bool Is(string text) => Guid.TryParse(text, out _);

    public static bool AreSame(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

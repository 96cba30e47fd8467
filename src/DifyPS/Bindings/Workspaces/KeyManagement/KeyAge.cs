using System;
using Dify.Client.Workspaces.Keys;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>How long nobody has used a key.</summary>
internal static class KeyAge
{
    /// <summary>
    /// Whether nobody has used it for so many days; any where they are negative. One that was never used is as old as it is.
    /// </summary>
    public static bool IsUnused(WorkspaceKey key, int days) =>
        days < 0 || (key.LastUsedAt ?? key.CreatedAt) is not { } since || DateTimeOffset.UtcNow - since >= TimeSpan.FromDays(days);
}

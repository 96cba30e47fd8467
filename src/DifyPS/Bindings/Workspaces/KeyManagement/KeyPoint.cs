using System;

namespace DifyPS.Bindings.Workspaces.KeyManagement;

/// <summary>
/// The moments between two steps of work on a key, where a process may be killed. Tests end it there, as nothing else could at just that
/// moment.
/// </summary>
internal static class KeyPoint
{
    public const string Noted = nameof(Noted);
    public const string Made = nameof(Made);
    public const string Minted = nameof(Minted);
    public const string Verified = nameof(Verified);
    public const string Stored = nameof(Stored);
    public const string Switched = nameof(Switched);
    public const string Revoked = nameof(Revoked);
    public const string Done = nameof(Done);

    public static readonly string[] All = [Noted, Made, Minted, Verified, Stored, Switched, Revoked, Done];

    /// <summary>Hears of each moment as it comes; what it throws ends the work as a kill would.</summary>
    public static Action<string>? Reached { get; set; }

    public static void Pass(string point) => Reached?.Invoke(point);
}

using System;
using System.IO;
using System.Threading;

namespace DifyPS.Common;

/// <summary>
/// Files that another program has open. On Windows a virus scanner, a backup or another process of ours keeps one for
/// moments, and whoever wants it in between is refused; asking again is all there is.
/// </summary>
internal static class BusyFile
{
    /// <summary>How long to go on asking. What has a file longer than this wants to keep it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static readonly bool IsWindows = Path.DirectorySeparatorChar == '\\';

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    /// <summary>Does it, again for a while where another program is in the way.</summary>
    public static T Retry<T>(Func<T> action) => Retry(action, IsWindows, Thread.Sleep);

    /// <summary>The same for what gives nothing.</summary>
    public static void Retry(Action action) => Retry<object?>(() =>
    {
        action();
        return null;
    });

    /// <param name="action">What is to be done.</param>
    /// <param name="deniedMayPass">Whether a denied access may be somebody's who has the file open, as on Windows while it is replaced;
    /// elsewhere it is for good.</param>
    /// <param name="wait">Waits.</param>
    internal static T Retry<T>(Func<T> action, bool deniedMayPass, Action<TimeSpan> wait)
    {
        var next = FirstWait;
        for (var waited = TimeSpan.Zero; ; waited += next, next = next + next < LongestWait ? next + next : LongestWait)
        {
            try
            {
                return action();
            }
            catch (Exception e) when (waited < Patience && (IsBusy(e) || (deniedMayPass && e is UnauthorizedAccessException)))
            {
                wait(next);
            }
        }
    }

    /// <summary>Whether somebody else has the file, and may let go of it.</summary>
    public static bool IsBusy(Exception e) => e is IOException && (IsWindows
        // A sharing violation, a locked part, a part that is mapped into memory.
        ? (e.HResult & 0xFFFF) is 32 or 33 or 1224
        // EWOULDBLOCK of Linux and of macOS, which .NET gives as it is.
        : e.HResult is 11 or 35);
}

using System;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Workspaces.SignIn;

/// <summary>
/// Where a session is kept that several processes share. A session is renewed with a token that works once: whoever renews it
/// holds the lock, looks here first whether another has done so already, and keeps the new one here before it lets go.
/// </summary>
public interface ISessionStore
{
    /// <summary>Waits until no other process renews the session.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Lets go of the lock when it is disposed of.</returns>
    Task<IDisposable> LockAsync(CancellationToken cancellationToken);

    /// <summary>Reads the session.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The session; null when none is kept.</returns>
    Task<ConsoleSession?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a session in the place of the one before.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when it is kept.</returns>
    Task WriteAsync(ConsoleSession session, CancellationToken cancellationToken);
}

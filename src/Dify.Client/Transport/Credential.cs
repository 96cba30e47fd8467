using System.Collections.Generic;
using System.Diagnostics;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Transport.Redaction;

namespace Dify.Client.Transport;

/// <summary>
/// What a client proves to a server who it is by: it goes into the headers of requests and nowhere else. One credential may
/// serve many clients and threads; what one of them finds out about it, such as a fresher key, holds for all.
/// </summary>
public abstract class Credential
{
    private readonly SemaphoreSlim _gate = new(1);
    private int _refusals;

    private protected Credential()
    {
    }

    /// <summary>Tells what is in use now from others without showing it.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>What no text may show: all that requests were given lately.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal abstract IReadOnlyList<Secret> Secrets { get; }

    /// <summary>What requests are given now: another object once there is something fresher.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private protected abstract object Current { get; }

    /// <summary>Whether it can sign a request as it is.</summary>
    internal virtual bool IsReady => true;

    /// <summary>
    /// Called before a request that it is not ready for: what has to be asked of the server first, such as for a session, is asked here.
    /// </summary>
    internal virtual Task PrepareAsync(HttpTransport transport, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Told of each answer, good or bad, before its body is read.</summary>
    internal virtual void Observe(HttpResponseMessage response, HttpTransport transport) { }

    /// <summary>Whether an answer of that status may be cured by something fresher.</summary>
    internal virtual bool IsCurable(int status) => status == 401;

    /// <summary>
    /// What to do about a refusal, where this kind of credential means that another API answered; null for the general advice.
    /// </summary>
    internal virtual string? Advise(int status, string code) => null;

    /// <summary>Writes itself into the headers of a request.</summary>
    /// <param name="request">The request, of any method.</param>
    /// <returns>What was written, for <see cref="RefreshAsync"/> should the server refuse it.</returns>
    internal object Apply(HttpRequestMessage request)
    {
        var current = Current;
        Write(request, current);
        return current;
    }

    /// <summary>
    /// Asked, at most once a call, when the server has answered 401. Calls that are refused at once share one answer: what can
    /// be used only once, such as a token that is replaced with each use, is used by one of them.
    /// </summary>
    /// <param name="rejected">What <see cref="Apply"/> had written.</param>
    /// <param name="transport">Sends what has to be asked of the server.</param>
    /// <param name="cancellationToken">Cancels the call; others that wait for the same answer go on.</param>
    /// <returns>Whether there is something fresher to be tried. What goes wrong is thrown as it is.</returns>
    internal async Task<bool> RefreshAsync(object rejected, HttpTransport transport, CancellationToken cancellationToken)
    {
        var refusals = Volatile.Read(ref _refusals);
        if (!ReferenceEquals(Current, rejected))
            return true;

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!ReferenceEquals(Current, rejected) || _refusals != refusals)
                return !ReferenceEquals(Current, rejected);

            await ReplaceAsync(rejected, transport, cancellationToken).ConfigureAwait(false);
            var isFresher = !ReferenceEquals(Current, rejected);
            _refusals += isFresher ? 0 : 1;
            return isFresher;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes into the headers of a request what <see cref="Current"/> was a moment ago.</summary>
    private protected abstract void Write(HttpRequestMessage request, object current);

    /// <summary>
    /// Makes <see cref="Current"/> something fresher than what was rejected, if there is such a thing. By one call at a time.
    /// </summary>
    private protected abstract Task ReplaceAsync(object rejected, HttpTransport transport, CancellationToken cancellationToken);
}

using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client.Transport;

/// <summary>When a call is tried again. A run is repeated only when it certainly was not carried out.</summary>
internal static class RetryPolicy
{
    /// <summary>Whether a call that has failed once is worth another try.</summary>
    public static bool IsDue(RequestState state, Exception exception) =>
        state.Transport.Options.MaxRetries > 0
        && !state.Deadline.IsExpired
        && !state.HasLostCredential
        && ShouldRetry(state.Call, exception)
        && !(WaitFor(exception) > state.LongestWait);

    internal static bool ShouldRetry(ApiRequest call, Exception exception) =>
        exception switch
        {
            // What is wrong with a certificate stays so; a name, a port or a way may be there in a moment.
            DifyConnectionException
            {
                Code: DifyConnectionException.CertificateRejected
                    or DifyConnectionException.EncryptionFailed
                    or DifyConnectionException.UnencryptedAuthenticationRefused
            } => false,

            // A proxy that refuses goes on refusing, and a wrong password is not given twice: accounts are locked for that.
            DifyConnectionException { ProxyStatus: { } status } => status >= 500,
            DifyConnectionException { NeverConnected: true } => true,
            DifyConnectionException { Code: DifyConnectionException.ConnectionFailed } => call.IsIdempotent,
            DifyApiException { FromStream: true } or DifyApiException { IsQuota: true } => false,
            DifyApiException { IsThrottled: true } => true,
            DifyApiException { StatusCode: 408 or >= 500 } => call.IsIdempotent,
            _ => false,
        };

    // Who comes back before the time that was asked for is refused again.
    public static TimeSpan? WaitFor(Exception exception) => (exception as DifyApiException)?.RetryAfter;
}

/// <summary>What a call remembers between its tries.</summary>
internal sealed class RequestState(HttpTransport transport, ApiRequest call, Deadline deadline, CancellationToken cancellationToken)
{
    public HttpTransport Transport { get; } = transport;

    public ApiRequest Call { get; } = call;

    public Deadline Deadline { get; } = deadline;

    /// <summary>The caller's own token.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>What the credential wrote into the last request; null when none was given it.</summary>
    public object? Applied { get; set; }

    /// <summary>Whether the credential was asked for something fresher already.</summary>
    public bool IsRefreshed { get; set; }

    /// <summary>
    /// Whether it was the credential that failed: what it asked of the server was tried again there as often as it should be.
    /// </summary>
    public bool HasLostCredential { get; private set; }

    /// <summary>Whether a large body waits for the server to want it; not all servers know what that means.</summary>
    public bool Expects { get; set; } = true;

    /// <summary>The first try's failure, until the policy has been told of it.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }

    public Exception? LastError { get; set; }

    /// <summary>The longest that a server's word is kept: beyond it, its refusal goes to the caller.</summary>
    public TimeSpan LongestWait => Deadline.Left < Transport.Options.MaxRetryAfter ? Deadline.Left : Transport.Options.MaxRetryAfter;

    /// <summary>Whether a try that failed may have been carried out all the same.</summary>
    public bool MayBeDone => LastError is DifyConnectionException { NeverConnected: false } or DifyApiException { StatusCode: >= 500 };

    /// <summary>Lets the credential do something; what that throws is not the call's own failure.</summary>
    public async Task AskCredentialAsync(Func<Task> ask)
    {
        HasLostCredential = true;
        await ask().ConfigureAwait(false);
        HasLostCredential = false;
    }
}

using System;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace Dify.Client.Transport;

/// <summary>When a call is tried again. A run is repeated only when it certainly was not carried out.</summary>
internal static class RetryPolicy
{
    private static readonly ResiliencePropertyKey<RequestState> StateKey = new("Dify.CallState");
    private static readonly ConditionalWeakTable<TimeProvider, ResiliencePipeline?[]> Pipelines = new();

    /// <summary>Whether a call that has failed once is worth another try.</summary>
    public static bool IsDue(RequestState state, Exception exception) =>
        state.Transport.Options.MaxRetries > 0
        && !state.Deadline.IsExpired
        && !state.HasLostCredential
        && ShouldRetry(state.Call, exception)
        && !(WaitFor(exception) > state.LongestWait);

    /// <summary>
    /// Tries a call again that has failed once. Hardly any call comes here: those that do not are spared the pipeline, which
    /// is told of the first failure as if it had been its own.
    /// </summary>
    public static async Task<T> RunAsync<T>(RequestState state, ExceptionDispatchInfo failure, Func<RequestState, Task<T>> attempt)
        where T : class?
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, state.Deadline.Token);
        context.Properties.Set(StateKey, state);
        state.Failure = failure;
        try
        {
            return await PipelineFor(state.Transport.Options)
                .ExecuteAsync(static async (c, a) => await AttemptAsync(StateOf(c), a).ConfigureAwait(false), context, attempt)
                .ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

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

    private static Task<T> AttemptAsync<T>(RequestState state, Func<RequestState, Task<T>> attempt)
    {
        if (state.Failure is { } failure)
        {
            state.Failure = null;
            failure.Throw();
        }

        return attempt(state);
    }

    // Building a pipeline costs more than a client should, so clients alike share one.
    private static ResiliencePipeline PipelineFor(DifyClientOptions options)
    {
        var known = Pipelines.GetValue(options.Clock, static _ => new ResiliencePipeline?[16]);
        return options.MaxRetries >= known.Length ? Build(options)
            : Volatile.Read(ref known[options.MaxRetries]) ?? (known[options.MaxRetries] = Build(options));
    }

    private static ResiliencePipeline Build(DifyClientOptions options) =>
        new ResiliencePipelineBuilder { TimeProvider = options.Clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(30),
                ShouldHandle = static arguments => new ValueTask<bool>(
                    arguments.Outcome.Exception is { } e && IsDue(StateOf(arguments.Context), e)),
                DelayGenerator = static arguments => new ValueTask<TimeSpan?>(WaitFor(arguments.Outcome.Exception!)),
                OnRetry = static arguments =>
                {
                    var state = StateOf(arguments.Context);
                    state.LastError = arguments.Outcome.Exception;
                    state.Transport.Trace(Strings.FormatTraceRetry(
                        state.Call.Method.Method, state.Call.Route.Template.TrimStart('/'), HtmlText.Seconds(arguments.RetryDelay),
                        arguments.AttemptNumber + 1, state.Transport.Options.MaxRetries, ((DifyException)state.LastError!).Code));
                    return default;
                },
            })
            .Build();

    // Who comes back before the time that was asked for is refused again.
    private static TimeSpan? WaitFor(Exception exception) => (exception as DifyApiException)?.RetryAfter;

    private static RequestState StateOf(ResilienceContext context) =>
        context.Properties.TryGetValue(StateKey, out var state) ? state : throw new InvalidOperationException(Strings.CallWithoutState);
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

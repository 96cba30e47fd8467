using System;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Polly;
using Polly.Retry;

namespace Dify.Client.Transport;

/// <summary>
/// Tries calls again. Apart from what says when, so that a process in which no call fails does not load the library that this is
/// made of.
/// </summary>
internal static class RetryPipeline
{
    /// <summary>
    /// Tries a call again that has failed once. Hardly any call comes here: those that do not are spared the pipeline, which
    /// is told of the first failure as if it had been its own.
    /// </summary>
    public static async Task<T> RunAsync<T>(RequestState state, ExceptionDispatchInfo failure, Func<RequestState, Task<T>> attempt)
        where T : class?
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, state.Deadline.Token);
        context.Properties.Set(Shared.StateKey, state);
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
        var known = Shared.Pipelines.GetValue(options.Clock, static _ => new ResiliencePipeline?[16]);
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
                    arguments.Outcome.Exception is { } e && RetryPolicy.IsDue(StateOf(arguments.Context), e)),
                DelayGenerator = static arguments => new ValueTask<TimeSpan?>(RetryPolicy.WaitFor(arguments.Outcome.Exception!)),
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

    private static RequestState StateOf(ResilienceContext context) =>
        context.Properties.TryGetValue(Shared.StateKey, out var state)
            ? state
            : throw new InvalidOperationException(Strings.CallWithoutState);

    // Fields of the library's types would be looked at with the class that has them.
    private static class Shared
    {
        public static readonly ResiliencePropertyKey<RequestState> StateKey = new("Dify.CallState");
        public static readonly ConditionalWeakTable<TimeProvider, ResiliencePipeline?[]> Pipelines = new();
    }
}

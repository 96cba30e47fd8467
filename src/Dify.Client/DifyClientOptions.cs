using System;
using System.Threading;
using System.Threading.Tasks;

namespace Dify.Client;

/// <summary>How a <see cref="DifyClient"/> waits, retries and reports.</summary>
public sealed class DifyClientOptions
{
    /// <summary>
    /// The longest a call may take, with its retries, the waits between them and its body; for a stream, the longest
    /// until its headers are there. 100 seconds unless set; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// The longest a stream or a download may keep its reader waiting. Of a stream, a whole event, ping or comment
    /// begins the time anew; of either, another 16 KiB. A byte now and then does not: an event that trickles in ends at
    /// this limit. The time the reader takes for itself does not count. 60 seconds unless set;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a call is tried again, and a chatflow's broken stream resumed. 3 unless set; 0 for never.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>
    /// The longest that is waited when a server asks for it (<c>Retry-After</c>), and never longer than the call has time. A
    /// server that asks for more is not tried again. 10 minutes unless set.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The size, in bytes, of the largest event taken from a stream. 16 MiB unless set.</summary>
    public int MaxEventBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The clock; the system's unless set.</summary>
    public TimeProvider? TimeProvider { get; init; }

    /// <summary>Gets a line for each request, retry and resumption. Never a key, a query or a body.</summary>
    public Action<string>? Trace { get; init; }

    /// <summary>
    /// Asked, at most once a call, when the server answers 401: given the rejected key it gives a fresher one, or null.
    /// With a fresher key the call is sent once more. What it throws goes to the caller as it is.
    /// </summary>
    public Func<ApiKey, CancellationToken, Task<ApiKey?>>? RefreshKey { get; init; }

    /// <summary>
    /// What to do when the server refuses the key (401), such as where it is kept and how it is replaced: it takes the place of
    /// <see cref="DifyException.RecommendedAction"/>. Asked only then.
    /// </summary>
    public Func<string>? RejectedKeyAdvice { get; init; }

    /// <summary>
    /// Told of every answer 429 that is not a quota, Dify's or that of a gateway before it, with how long the server asks to wait; null when it does not say.
    /// Who sends many requests at once sends fewer from then on. It must not throw.
    /// </summary>
    public Action<TimeSpan?>? OnTooManyRequests { get; init; }

    /// <summary>What the User-Agent header says.</summary>
    public string UserAgent { get; init; } = "Dify.Client/" + typeof(DifyClientOptions).Assembly.GetName().Version?.ToString(3);

    internal TimeProvider Clock => TimeProvider ?? TimeProvider.System;

    internal void Check()
    {
        CheckSpan(RequestTimeout, nameof(RequestTimeout));
        CheckSpan(IdleTimeout, nameof(IdleTimeout));
        CheckSpan(MaxRetryAfter, nameof(MaxRetryAfter));
        if (MaxRetries < 0)
        {
            throw new ArgumentException(Strings.OptionMaxRetriesNegative, nameof(MaxRetries));
        }

        if (MaxEventBytes <= 0)
        {
            throw new ArgumentException(Strings.OptionMaxEventBytesNotPositive, nameof(MaxEventBytes));
        }
    }

    private static void CheckSpan(TimeSpan span, string name)
    {
        if (span <= TimeSpan.Zero && span != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException(Strings.FormatOptionTimeoutNotPositive(name), name);
        }
    }
}

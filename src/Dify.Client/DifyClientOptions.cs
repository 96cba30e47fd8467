using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Values;

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

    /// <summary>
    /// How long a stream may stay open in quiet behind its closing event, before that is taken for its end; pings are quiet.
    /// What trails the closing event in this time still counts. 2 seconds unless set; <see cref="Timeout.InfiniteTimeSpan"/>
    /// to wait until the server closes, or <see cref="IdleTimeout"/> strikes.
    /// </summary>
    public TimeSpan QuietTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a call is tried again, and a chatflow's broken stream resumed. 3 unless set; 0 for never.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>
    /// The longest that is waited when a server asks for it (<c>Retry-After</c>), and never longer than the call has time. A
    /// server that asks for more is not tried again. 10 minutes unless set.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The size, in bytes, of the largest event taken from a stream. 16 MiB unless set.</summary>
    public int MaxEventBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// The size, in bytes of UTF-8, of the largest JSON or text that is taken whole: the body of an answer, and what comes in
    /// pieces, such as the text of a reply. 32 MiB unless set.
    /// </summary>
    public int MaxTextBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// The most, in bytes, that is collected of one reply or run: its texts, steps, files and outputs. What is only passed on
    /// as events does not count. 64 MiB unless set.
    /// </summary>
    public int MaxReplyBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How many bytes may come out of one byte of a packed (gzip) body, beyond the first MiB. 100 unless set. Downloads are
    /// asked for unpacked; the limit holds for them when they come packed all the same.
    /// </summary>
    public int MaxDecompressionRatio { get; init; } = 100;

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
    /// What to do about an app that takes no calls (403), such as one whose API is switched off; null, or a null that it gives, for advice
    /// that fits any.
    /// </summary>
    public Func<string?>? ClosedAppAdvice { get; init; }

    /// <summary>
    /// Told of every answer 429 that is not a quota, Dify's or that of a gateway before it, with how long the server asks to wait; null
    /// when it does not say.
    /// Who sends many requests at once sends fewer from then on. It must not throw.
    /// </summary>
    public Action<TimeSpan?>? OnTooManyRequests { get; init; }

    /// <summary>What the User-Agent header says.</summary>
    public string UserAgent { get; init; } = "Dify.Client/" + typeof(DifyClientOptions).Assembly.GetName().Version?.ToString(3);

    internal TimeProvider Clock => TimeProvider ?? TimeProvider.System;

    [MethodImpl(Compiled.AtOnce)]
    internal void Check()
    {
        CheckSpan(RequestTimeout, nameof(RequestTimeout));
        CheckSpan(IdleTimeout, nameof(IdleTimeout));
        CheckSpan(QuietTimeout, nameof(QuietTimeout));
        CheckSpan(MaxRetryAfter, nameof(MaxRetryAfter));
        if (MaxRetries < 0)
            throw new ArgumentException(Strings.OptionMaxRetriesNegative, nameof(MaxRetries));

        CheckLimit(MaxEventBytes, nameof(MaxEventBytes));
        CheckLimit(MaxTextBytes, nameof(MaxTextBytes));
        CheckLimit(MaxReplyBytes, nameof(MaxReplyBytes));
        CheckLimit(MaxDecompressionRatio, nameof(MaxDecompressionRatio));
    }

    private static void CheckLimit(int limit, string name)
    {
        if (limit <= 0)
            throw new ArgumentException(Strings.FormatOptionLimitNotPositive(name), name);
    }

    private static void CheckSpan(TimeSpan span, string name)
    {
        if (span <= TimeSpan.Zero && span != Timeout.InfiniteTimeSpan)
            throw new ArgumentException(Strings.FormatOptionTimeoutNotPositive(name), name);
    }
}

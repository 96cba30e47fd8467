using System;
using System.Text.Json.Serialization;

namespace Dify.Simulator;

/// <summary>Something that goes wrong with the requests it fits.</summary>
/// <remarks>Its properties are no init-only ones: those would lose their defaults when they come as JSON.</remarks>
public sealed record Fault
{
    private FaultKind? _kind;

    /// <summary>What goes wrong. Left out, it is what <see cref="Status"/> or <see cref="RedirectTo"/> tell.</summary>
    public FaultKind Kind
    {
        get => _kind ?? (RedirectTo is not null ? FaultKind.Redirect : Status is not null ? FaultKind.Error : FaultKind.Latency);
        set => _kind = value;
    }

    /// <summary>The method; every, when null.</summary>
    public string? Method { get; set; }

    /// <summary>The path as the description has it, <c>*</c> for any segment; every, when null.</summary>
    public string? Path { get; set; }

    /// <summary>The app's name; every, when null.</summary>
    public string? App { get; set; }

    /// <summary>The key or its fingerprint; every, when null.</summary>
    public string? Key { get; set; }

    /// <summary>How many requests it hits; null: until it is taken away.</summary>
    public int? Count { get; set; }

    /// <summary>How many of the requests it fits pass before.</summary>
    public int Skip { get; set; }

    /// <summary>How likely it is to hit a request, from 0 to 1; every one, when null.</summary>
    public double? Chance { get; set; }

    /// <summary>Makes <see cref="Chance"/> the same every time, for requests in the same order.</summary>
    public int? Seed { get; set; }

    /// <summary>The time before the headers; it ends early when the fault is switched off.</summary>
    [JsonPropertyName("latencyMs")]
    public TimeSpan Latency { get; set; }

    /// <summary>
    /// The status of <see cref="FaultKind.Error"/> and <see cref="FaultKind.ErrorAfterwards"/> (500) and <see cref="FaultKind.Redirect"/>
    /// (307).
    /// </summary>
    public int? Status { get; set; }

    /// <summary>Dify's code; <c>too_many_requests</c> of a 429 and <c>internal_server_error</c> of all others, when null.</summary>
    public string? Code { get; set; }

    /// <summary>Dify's message.</summary>
    public string? Message { get; set; }

    /// <summary>The <c>Retry-After</c> header, in seconds.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>The body, instead of Dify's error.</summary>
    public string? Body { get; set; }

    /// <summary>The type of <see cref="Body"/>, or of a bomb.</summary>
    public string? ContentType { get; set; }

    /// <summary>How many events come before it.</summary>
    public int? AfterEvents { get; set; }

    /// <summary>How many bytes come before it.</summary>
    public long? AfterBytes { get; set; }

    /// <summary>The size of an oversize event, or of a bomb once it is unpacked, in bytes.</summary>
    public int Size { get; set; } = 64 * 1024 * 1024;

    /// <summary>Where a redirect leads.</summary>
    public string? RedirectTo { get; set; }

    /// <summary>The time between pings or header lines.</summary>
    [JsonPropertyName("intervalMs")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(200);
}

namespace Dify.Simulator;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Nothing but the latency before the headers.</summary>
    Latency,

    /// <summary>An answer of some status, Dify's error or any other body.</summary>
    Error,

    /// <summary>The request is carried out to its end, and the answer is an error all the same.</summary>
    ErrorAfterwards,

    /// <summary>The connection is cut before any answer.</summary>
    Abort,

    /// <summary>The connection is cut after some events or bytes of the body.</summary>
    Drop,

    /// <summary>Nothing more comes after some events or bytes, till the client goes away.</summary>
    Stall,

    /// <summary>Only pings come after some events or bytes, till the client goes away.</summary>
    PingsOnly,

    /// <summary>Bytes that are neither events nor UTF-8 come after some events or bytes; then it goes on.</summary>
    Garbage,

    /// <summary>One event of a given size comes after some events or bytes; then it goes on.</summary>
    Oversize,

    /// <summary>Pieces of an answer come without end after some events or bytes, till the client goes away.</summary>
    Endless,

    /// <summary>A packed body of a few kilobytes that becomes a text of a given size.</summary>
    Bomb,

    /// <summary>A redirect.</summary>
    Redirect,

    /// <summary>A header line now and then, for ever.</summary>
    SlowHeaders,

    /// <summary>Header lines without end.</summary>
    EndlessHeaders,

    /// <summary>The first half of the body, as if it were whole.</summary>
    TruncatedJson,
}

using System;
using System.Collections.Generic;

namespace Dify.Client.Workspaces.Keys;

/// <summary>
/// What is known of a key before it is made: enough to find it should the answer be lost, in another process too. Keys have
/// no name that one could give them.
/// </summary>
public sealed record KeyAttempt
{
    /// <summary>The app; null for a knowledge key.</summary>
    public string? AppId { get; init; }

    /// <summary>A time that comes before the key's, by the server's clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>
    /// A time by the server's clock after which no key of the attempt is made; null while its request may still be under way.
    /// </summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether the request was answered, if badly: what it made, if anything, is in the list of keys by now.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>The ids of the keys that were there before; null when nobody had looked.</summary>
    public IReadOnlyList<string>? KnownKeyIds { get; init; }
}

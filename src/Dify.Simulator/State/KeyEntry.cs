using System;
using System.Collections.Generic;

namespace Dify.Simulator.State;

/// <summary>A key, with what the console tells of it.</summary>
internal sealed class KeyEntry(string value, DateTimeOffset createdAt)
{
    public Guid Id { get; } = Guid.NewGuid();

    public string Value => value;

    public DateTimeOffset CreatedAt => createdAt;

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>The knowledge bases that it is limited to; null when it is not.</summary>
    public IReadOnlyList<string>? DatasetIds { get; set; }
}

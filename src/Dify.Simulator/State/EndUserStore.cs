using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace Dify.Simulator.State;

/// <summary>The end users of one app. Whoever names none is the shared one.</summary>
internal sealed class EndUserStore(SimulatorState state)
{
    public const string Default = "DEFAULT-USER";

    private readonly ConcurrentDictionary<string, EndUser> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, EndUser> _byId = new();

    /// <summary>The id of an end user, who is known from then on.</summary>
    public Guid IdOf(string user)
    {
        var known = _byName.GetOrAdd(user, name => new EndUser(Guid.NewGuid(), name, state.Time.GetUtcNow()));
        _byId[known.Id] = known;
        return known.Id;
    }

    public EndUser? Find(Guid id) => _byId.GetValueOrDefault(id);
}

/// <summary>One end user.</summary>
internal sealed record EndUser(Guid Id, string Name, DateTimeOffset CreatedAt);

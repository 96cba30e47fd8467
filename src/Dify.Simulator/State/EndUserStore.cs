using System;
using System.Collections.Concurrent;

namespace Dify.Simulator.State;

/// <summary>The end users of one app. Whoever names none is the shared one.</summary>
internal sealed class EndUserStore
{
    public const string Default = "DEFAULT-USER";

    private readonly ConcurrentDictionary<string, Guid> _ids = new(StringComparer.Ordinal);

    public Guid IdOf(string user) => _ids.GetOrAdd(user, static _ => Guid.NewGuid());
}

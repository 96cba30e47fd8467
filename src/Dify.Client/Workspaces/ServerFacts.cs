using System;
using System.Linq;
using System.Net.Http;
using System.Threading;

namespace Dify.Client.Workspaces;

/// <summary>What a server tells with each of its answers: its version, and its clock.</summary>
internal sealed class ServerFacts
{
    private const string VersionHeader = "X-Version";

    private string? _version;
    private long _ahead;
    private volatile bool _hasClock;

    /// <summary>The version that the last answer named; null before one did.</summary>
    public string? VersionText
    {
        get => Volatile.Read(ref _version);
        set => Volatile.Write(ref _version, value);
    }

    /// <summary>
    /// The version of an earlier time. It may only decide which request is tried first, never how a secret is written.
    /// </summary>
    public ServerVersion? Expected { get; set; }

    /// <summary>The version, or else what it was at an earlier time.</summary>
    public ServerVersion? Likely => Version ?? Expected;

    public ServerVersion? Version => ServerVersion.Parse(VersionText);

    /// <summary>Whether the server has told what its clock shows.</summary>
    public bool HasClock => _hasClock;

    public void Observe(HttpResponseMessage response, TimeProvider clock)
    {
        // Dify is the one that knows: what a gateway puts there is no version.
        if (
            response.Headers.TryGetValues(VersionHeader, out var values)
            && values.FirstOrDefault() is { } version
            && ServerVersion.Parse(version) is not null
        )
        {
            VersionText = version.Trim();
        }

        if (response.Headers.Date is { } date)
        {
            Interlocked.Exchange(ref _ahead, (date - clock.GetUtcNow()).Ticks);
            _hasClock = true;
        }
    }

    /// <summary>What the server's clock shows, to about a second.</summary>
    public DateTimeOffset Now(TimeProvider clock) => clock.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));
}

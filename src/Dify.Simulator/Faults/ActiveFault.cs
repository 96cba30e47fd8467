using System;
using System.Threading;
using Dify.Simulator.Recording;
using Dify.Simulator.Routes;

namespace Dify.Simulator.Faults;

/// <summary>A fault that is switched on, and how often it has hit.</summary>
internal sealed class ActiveFault(FaultPlan plan, Fault fault, int id) : IDisposable
{
    private readonly Random? _random = fault.Chance is null ? null : fault.Seed is { } seed ? new Random(seed) : new Random();
    private readonly CancellationTokenSource _off = new();
    private readonly string? _path = fault.Path is null ? null : ApiPath.Trim(fault.Path);

    public int Id => id;

    public Fault Fault => fault;

    /// <summary>How many requests it fitted.</summary>
    public int Seen { get; private set; }

    /// <summary>How many of them it hit.</summary>
    public int Struck { get; private set; }

    /// <summary>Cancelled once it is switched off: what it holds up goes on then.</summary>
    public CancellationToken Off => _off.Token;

    public void Dispose() => plan.Remove(id);

    /// <summary>Lets go what it holds up.</summary>
    public void SwitchOff() => _off.Cancel();

    /// <summary>Whether it hits this request; the caller holds the plan's lock.</summary>
    public bool Hits(string method, string path, string? app, string? key)
    {
        if (!Fits(method, path, app, key))
            return false;

        // Each request takes its number, so that what hits one depends on nothing but its place.
        Seen++;
        var isHit = _random is null || _random.NextDouble() < fault.Chance;
        if (!isHit || Seen <= fault.Skip || Struck >= fault.Count)
            return false;

        Struck++;
        return true;
    }

    private bool Fits(string method, string path, string? app, string? key) =>
        (fault.Method is null || fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
        && (fault.App is null || fault.App.Equals(app, StringComparison.OrdinalIgnoreCase))
        && (fault.Key is null || (key is not null && (fault.Key == key || fault.Key == RecordingMiddleware.Fingerprint(key))))
        && (_path is null || PathPattern.Fits(_path, path));
}

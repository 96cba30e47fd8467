using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Dify.Simulator.Faults;

namespace Dify.Simulator;

/// <summary>The faults that are switched on. The first that fits a request hits it.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<ActiveFault> _faults = [];
    private int _lastId;

    /// <summary>Switches a fault on.</summary>
    /// <returns>Switches it off when it is disposed of; requests that it holds up by its latency go on then.</returns>
    public IDisposable Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Chance is < 0 or > 1)
            throw new ArgumentException("A chance is a number from 0 to 1.", nameof(fault));

        lock (_lock)
        {
            var active = new ActiveFault(this, fault, ++_lastId);
            _faults.Add(active);
            return active;
        }
    }

    /// <summary>Switches all of them off.</summary>
    public void Clear()
    {
        foreach (var fault in Snapshot())
            Remove(fault.Id);
    }

    internal IReadOnlyList<ActiveFault> Snapshot()
    {
        lock (_lock)
            return _faults.ToArray();
    }

    internal bool Remove(int id)
    {
        ActiveFault? removed;
        lock (_lock)
        {
            removed = _faults.Find(fault => fault.Id == id);
            if (removed is null)
                return false;

            _faults.Remove(removed);
        }

        // Outside of the lock: whoever was held up goes on at once, and may meet the plan again.
        removed.SwitchOff();
        return true;
    }

    /// <summary>The fault that hits a request, counted.</summary>
    internal ActiveFault? Take(string method, string path, string? app, string? key)
    {
        lock (_lock)
            return _faults.FirstOrDefault(fault => fault.Hits(method, path, app, key));
    }
}

using System.Collections.Generic;
using System.Threading;

namespace Dify.Simulator.State;

/// <summary>The runs of one app, oldest first, as many as are kept.</summary>
internal sealed class RunQueue(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<SimulatedRun> _runs = new();

    /// <summary>Adds a run.</summary>
    /// <returns>Those that are forgotten for it. A run in progress is never forgotten: its turn comes when it has ended.</returns>
    public IReadOnlyList<SimulatedRun> Add(SimulatedRun run)
    {
        lock (_lock)
        {
            _runs.Enqueue(run);
            List<SimulatedRun>? forgotten = null;
            while (_runs.Count > capacity && _runs.Peek().HasEnded)
                (forgotten ??= []).Add(_runs.Dequeue());

            return forgotten ?? (IReadOnlyList<SimulatedRun>)[];
        }
    }

    public IReadOnlyList<SimulatedRun> Snapshot()
    {
        lock (_lock)
            return _runs.ToArray();
    }
}

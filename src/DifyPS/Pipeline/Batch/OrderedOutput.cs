using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Common;

namespace DifyPS.Pipeline.Batch;

/// <summary>Keeps what an item writes until all items before it have ended.</summary>
internal sealed class OrderedOutput : IPipeline
{
    private readonly object _gate = new();
    private readonly IPipeline _pipeline;
    private readonly List<Action> _kept = new();
    private bool _isHead;

    public OrderedOutput(IPipeline pipeline) => _pipeline = pipeline;

    public void Post(Action action)
    {
        lock (_gate)
        {
            if (!_isHead)
            {
                _kept.Add(action);
                return;
            }
        }

        _pipeline.Post(action);
    }

    // What an item asks (a key of a vault, a path) cannot wait for others: it is no output.
    public Task<T> InvokeAsync<T>(Func<T> function, CancellationToken cancellationToken) =>
        _pipeline.InvokeAsync(function, cancellationToken);

    /// <summary>Its turn has come: writes what was kept, and what comes from now on at once. On the pipeline thread only.</summary>
    public void BecomeHead()
    {
        List<Action> kept;
        lock (_gate)
        {
            if (_isHead)
                return;
            kept = new List<Action>(_kept);
            _kept.Clear();
            _isHead = true;
        }

        foreach (var action in kept)
            action();
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Dify.Simulator.State;

namespace Dify.Simulator;

/// <summary>What the server knows: apps, knowledge and their keys. All of it may change while the server runs.</summary>
public sealed class SimulatorState
{
    private readonly Lock _lock = new();
    private readonly KeyIndex _keys = new();
    private readonly List<SimulatedApp> _apps = [];
    private readonly List<SimulatedKnowledge> _knowledge = [];
    private long _changes;

    /// <summary>Makes one.</summary>
    public SimulatorState() => Console = new SimulatedConsole(this);

    /// <summary>The clock of delays, pings and timestamps.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>How long a stream may be quiet before a ping is sent.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether JSON fields and query parameters that the description doesn't have are refused.</summary>
    public bool RejectUnknown { get; set; } = true;

    /// <summary>The workspace that everything belongs to unless it is put into another one.</summary>
    public Guid WorkspaceId { get; } = Guid.NewGuid();

    /// <summary>The console: people, workspaces, and the API behind Dify's web pages.</summary>
    public SimulatedConsole Console { get; }

    /// <summary>The email addresses of the workspace's accounts.</summary>
    public IReadOnlyList<string> Accounts { get; set; } = ["admin@example.com"];

    /// <summary>The apps, oldest first.</summary>
    public IReadOnlyList<SimulatedApp> Apps
    {
        get
        {
            lock (_lock)
                return _apps.ToArray();
        }
    }

    /// <summary>The holders of knowledge keys, oldest first.</summary>
    public IReadOnlyList<SimulatedKnowledge> Knowledge
    {
        get
        {
            lock (_lock)
                return _knowledge.ToArray();
        }
    }

    internal RunStore Runs { get; } = new();

    internal FileStore Files { get; } = new();

    /// <summary>Tokens that open several apps.</summary>
    public ResourceTokens Tokens { get; } = new();

    /// <summary>Adds an app, without a key.</summary>
    public SimulatedApp AddApp(string name, string mode = "chat", Action<SimulatedApp>? configure = null)
    {
        var app = new SimulatedApp(this, _keys, name, mode);
        configure?.Invoke(app);
        lock (_lock)
            _apps.Add(app);

        return app;
    }

    /// <summary>The app of that name (the first, when several have it), or null.</summary>
    public SimulatedApp? App(string name) => Apps.FirstOrDefault(app => string.Equals(app.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The app that a key belongs to, or null.</summary>
    public SimulatedApp? Find(string key) => Owner(key) as SimulatedApp;

    /// <summary>Takes an app away, its keys too.</summary>
    public bool RemoveApp(SimulatedApp app)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_lock)
        {
            if (!_apps.Remove(app))
                return false;
        }

        app.KeyRing.Clear();
        Runs.Forget(app);
        return true;
    }

    /// <summary>Adds a holder of knowledge keys, without a key.</summary>
    public SimulatedKnowledge AddKnowledge(string name = "Knowledge", Action<SimulatedKnowledge>? configure = null)
    {
        var knowledge = new SimulatedKnowledge(this, _keys, name);
        configure?.Invoke(knowledge);
        lock (_lock)
            _knowledge.Add(knowledge);

        return knowledge;
    }

    /// <summary>Waits for a request to stop a task of any app; one that came before counts.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async Task<StopRequest> WaitForStopAsync(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        (await WaitForStopAsync(static (_, _) => true, timeout, cancellationToken)).Stop;

    internal async Task<(SimulatedApp App, StopRequest Stop)> WaitForStopAsync(
        Func<SimulatedApp, StopRequest, bool> predicate,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource<(SimulatedApp, StopRequest)>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(SimulatedApp app, StopRequest stop)
        {
            if (predicate(app, stop))
                found.TrySetResult((app, stop));
        }

        Runs.Stopping += Look;
        try
        {
            foreach (var app in Apps)
            {
                foreach (var stop in app.Stops)
                    Look(app, stop);
            }

            return await found.Task.WaitAsync(timeout, cancellationToken);
        }
        finally
        {
            Runs.Stopping -= Look;
        }
    }

    internal object? Owner(string key) => _keys.Find(key);

    /// <summary>Whose a key is that a request uses.</summary>
    internal object? Use(string key) => _keys.Use(key, Time.GetUtcNow());

    internal long NextChange() => Interlocked.Increment(ref _changes);

    internal void Clear()
    {
        foreach (var app in Apps)
            RemoveApp(app);

        foreach (var knowledge in Knowledge)
            knowledge.KeyRing.Clear();

        lock (_lock)
            _knowledge.Clear();

        Console.Reset();
    }

    internal long Now() => Time.GetUtcNow().ToUnixTimeSeconds();
}

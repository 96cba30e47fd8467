using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Pipeline;
using DifyPS.Runs.Checkpoints;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs;

/// <summary>What is to be seen of a run as it goes.</summary>
internal enum OutputMode
{
    Result,
    Text,
    Events,
}

/// <summary>One item under way: what was asked, of which app, and where what comes of it goes.</summary>
/// <param name="Kind">What kind of run it is.</param>
/// <param name="Pipeline">Where output goes.</param>
/// <param name="Client">The app's client.</param>
/// <param name="Binding">The app.</param>
/// <param name="Item">What was asked.</param>
internal sealed record RunContext(RunKind Kind, PipelineContext Pipeline, DifyClient Client, AppBinding Binding, RunItem Item)
{
    public string User => Item.User;

    /// <summary>What is to be seen of it as it goes.</summary>
    public OutputMode Watch { get; init; }

    /// <summary>The most seconds that it may take; no limit when 0.</summary>
    public int TimeoutSeconds { get; init; }

    /// <summary>Where a checkpoint notes it; null without one.</summary>
    public CheckpointItem? Noted { get; init; }
}

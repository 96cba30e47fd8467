using System;

namespace Dify.Simulator;

/// <summary>A request to stop a task.</summary>
/// <param name="TaskId">The task, as it was asked for.</param>
/// <param name="User">The end user who asked.</param>
/// <param name="Time">When.</param>
/// <param name="Matched">Whether such a task of that end user was running.</param>
public sealed record StopRequest(string TaskId, string User, DateTimeOffset Time, bool Matched);

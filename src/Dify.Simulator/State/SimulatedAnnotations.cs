using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Dify.Simulator.State;

namespace Dify.Simulator;

/// <summary>The annotations of an app, and the jobs that switch the annotation reply.</summary>
public sealed class SimulatedAnnotations
{
    private readonly Lock _lock = new();
    private readonly SimulatedCollection<SimulatedAnnotation> _all = new(static one => one.Id);
    private readonly Dictionary<Guid, SimulatedJob> _jobs = [];

    /// <summary>How often a job's status is asked for until it is over.</summary>
    public int JobPolls { get; set; } = 2;

    /// <summary>Why jobs fail; they don't when null.</summary>
    public string? JobError { get; set; }

    /// <summary>The annotations, newest first.</summary>
    public IReadOnlyList<SimulatedAnnotation> All => _all.NewestFirst;

    /// <summary>Adds one.</summary>
    public SimulatedAnnotation Add(string question, string answer, long createdAt = 0)
    {
        var annotation = new SimulatedAnnotation(Guid.NewGuid(), createdAt) { Question = question, Answer = answer };
        _all.Add(annotation);
        return annotation;
    }

    internal SimulatedAnnotation? Find(Guid? id) => _all.Find(id);

    internal bool Remove(Guid? id) => _all.Remove(id);

    internal string? Answer(string question)
    {
        var hit = All.FirstOrDefault(one => one.Question == question);
        if (hit is not null)
            hit.HitCount++;

        return hit?.Answer;
    }

    internal SimulatedJob Begin(string action)
    {
        var job = new SimulatedJob(Guid.NewGuid(), action);
        lock (_lock)
            _jobs[job.Id] = job;

        return job;
    }

    /// <summary>The job, asked for once more.</summary>
    internal SimulatedJob? Poll(Guid? id, string action)
    {
        lock (_lock)
        {
            if (id is null || !_jobs.TryGetValue(id.Value, out var job) || job.Action != action)
                return null;

            job.Polls++;
            job.Status = job.Polls < JobPolls ? "processing" : JobError is null ? "completed" : "error";
            return job;
        }
    }
}

/// <summary>A question and the answer to give to it.</summary>
public sealed class SimulatedAnnotation(Guid id, long createdAt)
{
    /// <summary>Its id.</summary>
    public Guid Id { get; } = id;

    /// <summary>When it was made.</summary>
    public long CreatedAt { get; } = createdAt;

    /// <summary>The question.</summary>
    public required string Question { get; set; }

    /// <summary>The answer.</summary>
    public required string Answer { get; set; }

    /// <summary>How often it was given.</summary>
    public int HitCount { get; internal set; }
}

/// <summary>A job that switches the annotation reply.</summary>
internal sealed class SimulatedJob(Guid id, string action)
{
    public Guid Id { get; } = id;

    public string Action { get; } = action;

    public string Status { get; set; } = "waiting";

    public int Polls { get; set; }
}

using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Streaming;
using DifyPS.Runs.Inputs;

namespace DifyPS.Runs;

/// <summary>What is particular to a kind of run: its request, how it is sent and stopped, its text, and its output.</summary>
internal abstract class RunKind
{
    /// <summary>Where files go that were given without a variable.</summary>
    public virtual UnassignedFiles UnassignedFiles => UnassignedFiles.Message;

    /// <summary>Whether required variables have to be there.</summary>
    public virtual bool NeedsAllInputs(RunItem item) => true;

    /// <summary>Has the run done.</summary>
    /// <returns>The client's own task, which has its result.</returns>
    public abstract Task SendAsync(RunContext run, FilledForm form, Action<DifyEvent> onEvent, CancellationToken cancellationToken);

    /// <summary>Tells Dify to stop it.</summary>
    public abstract Task StopAsync(DifyClient client, string taskId, string user, CancellationToken cancellationToken);

    /// <summary>The text of an event that is to be shown live.</summary>
    /// <param name="e">The event.</param>
    /// <param name="mode">The app's mode.</param>
    /// <param name="isTextShown">Whether some of the text has been shown.</param>
    public abstract string? TextOf(DifyEvent e, string? mode, bool isTextShown);

    /// <summary>Notes what came out of what <see cref="SendAsync"/> gave, and gives it, with the error of a run that failed.</summary>
    public abstract void Emit(RunContext run, Task sent, Action<object> give);
}

/// <summary>A kind of run with its type of result.</summary>
internal abstract class RunKind<T> : RunKind
    where T : class
{
    public sealed override void Emit(RunContext run, Task sent, Action<object> give) => Emit(run, ((Task<T>)sent).Result, give);

    /// <summary>Notes what came out, and gives it, with the error of a run that failed.</summary>
    public abstract void Emit(RunContext run, T result, Action<object> give);
}

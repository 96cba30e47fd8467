using System;
using System.Threading.Tasks;

namespace Dify.Simulator.Scripts;

/// <summary>A form of one run: open for one answer, until its time is over.</summary>
internal sealed class PendingForm(SimulatedForm form)
{
    private readonly TaskCompletionSource<FormAnswer?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SimulatedForm Form => form;

    public Guid Id { get; } = Guid.NewGuid();

    public string Token { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether the run has come to it.</summary>
    public bool IsOpened { get; private set; }

    public DateTimeOffset Expiration { get; private set; }

    /// <summary>What was submitted; null when the time was over before.</summary>
    public Task<FormAnswer?> Outcome => _outcome.Task;

    public bool IsSubmitted => Outcome is { IsCompletedSuccessfully: true, Result: not null };

    public bool IsExpired => Outcome is { IsCompletedSuccessfully: true, Result: null };

    public void Open(DateTimeOffset now)
    {
        Expiration = now + form.Timeout;
        IsOpened = true;
    }

    public bool TrySubmit(FormAnswer answer) => _outcome.TrySetResult(answer);

    public bool TryExpire() => _outcome.TrySetResult(null);
}

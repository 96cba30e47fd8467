using System;
using System.Threading;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// The turn of one caller at SecretManagement. It runs the functions of all vaults in one runspace of its own, whoever
/// asks, and fails whoever comes while somebody is in; so the runspaces of a process take turns here.
/// </summary>
/// <remarks>
/// A vault's function may call back into this module, on a thread and in a runspace that are not the caller's. The turn
/// therefore goes with the flow of execution, which follows into the threads that the function starts: such a call is
/// within the turn that is under way, and does not wait for it to end. What outlives the turn has to take its own.
/// </remarks>
internal sealed class VaultGate : IDisposable
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static readonly AsyncLocal<VaultGate?> Flowing = new();
    private static volatile VaultGate? _underWay;

    private VaultGate(bool isNested) => IsNested = isNested;

    /// <summary>Whether it is within the turn of the one who called the vault that calls now.</summary>
    public bool IsNested { get; }

    /// <summary>Waits for as long as it takes, or until it is cancelled.</summary>
    public static VaultGate Acquire(CancellationToken cancellationToken) => TryAcquire(Timeout.InfiniteTimeSpan, cancellationToken)!;

    /// <summary>Null when it does not come in time.</summary>
    public static VaultGate? TryAcquire(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (Flowing.Value is { } flowing && ReferenceEquals(flowing, _underWay))
            return new VaultGate(isNested: true);
        if (!Gate.Wait(patience, cancellationToken))
            return null;
        var turn = new VaultGate(isNested: false);
        _underWay = turn;
        Flowing.Value = turn;
        return turn;
    }

    public void Dispose()
    {
        if (!ReferenceEquals(_underWay, this))
            return;
        Flowing.Value = null;
        _underWay = null;
        Gate.Release();
    }
}

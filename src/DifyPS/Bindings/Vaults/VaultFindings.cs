using System.Collections.Concurrent;
using System.Linq;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// What one command has found out about the vaults; the next one tries anew. A vault that refused may have asked somebody for its
/// password, who is not asked again for every other key that is in it. One that is known to keep what it is given is not tried for each
/// of a thousand keys.
/// </summary>
internal sealed class VaultFindings
{
    private readonly ConcurrentDictionary<(string Vault, int Length), bool> _tried = new();
    private readonly ConcurrentDictionary<string, DifyCommandException> _refusals = new(AppName.Comparer);

    /// <summary>Whether the vault has refused already.</summary>
    public bool Has(string vault) => _refusals.ContainsKey(vault);

    /// <summary>Throws what was told of the vault when it refused.</summary>
    public void Require(string vault)
    {
        if (_refusals.TryGetValue(vault, out var told))
            throw new DifyCommandException(told.ErrorId, told.Category, told.Message, told.RecommendedAction, innerException: told);
    }

    /// <summary>What the vault has said, as an error to throw; noted where it is locked.</summary>
    public DifyCommandException Refusal(ErrorRecord error, string vault)
    {
        var told = VaultErrors.From(error, vault);
        if (told.ErrorId == "VaultLocked")
            _refusals[vault] = told;
        return told;
    }

    /// <summary>Whether the vault was found to keep a text of this length.</summary>
    public bool IsTried(string vault, int length) => _tried.ContainsKey((vault, length));

    public void SetTried(string vault, int length) => _tried[(vault, length)] = true;

    /// <summary>It did not keep a secret: nothing that was found before speaks for it.</summary>
    public void ForgetTrials(string vault)
    {
        foreach (var one in _tried.Keys.Where(one => one.Vault == vault).ToList())
            _tried.TryRemove(one, out _);
    }
}

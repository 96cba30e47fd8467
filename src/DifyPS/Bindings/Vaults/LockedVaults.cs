using System.Collections.Concurrent;
using System.Management.Automation;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// The vaults that have refused one command. Each may have asked somebody for its password, who is not asked again for every other key
/// that is in it; the next command tries anew.
/// </summary>
internal sealed class LockedVaults
{
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
}

using System.Collections.Generic;
using System.Security;
using DifyPS.Common;

namespace DifyPS.Bindings.Vaults;

/// <summary>The vaults of SecretManagement, as far as a binding needs them. Every call throws <see cref="DifyCommandException"/>.</summary>
internal interface ISecretVaults
{
    /// <summary>The vault that is used when none is named; throws <c>VaultNotFound</c> when there is none.</summary>
    string DefaultVault();

    /// <summary>Throws <c>VaultNotFound</c> when no vault of that name is registered; gives its name as it is spelt there.</summary>
    string RequireVault(string vault);

    /// <summary>
    /// Gives the secret, or null when it is known that there is none of that name. Throws <c>VaultLocked</c> or
    /// <c>VaultFailed</c> when the vault could not look.
    /// </summary>
    SecureString? Read(string vault, string secret);

    /// <summary>The same as it is kept, of whatever kind, such as a credential with its user name.</summary>
    object? ReadValue(string vault, string secret);

    /// <summary>
    /// Writes the secret over any other of that name, with metadata where the vault can keep it, and reads it back. Throws
    /// <c>SecretNotKept</c> when it is not there then; what was there before is there again.
    /// </summary>
    /// <returns>Whether nothing was there before.</returns>
    bool Write(string vault, string secret, SecureString value, IReadOnlyDictionary<string, string> metadata);

    /// <summary>Removes the secret; that it is not there is no error.</summary>
    void Remove(string vault, string secret);

    IReadOnlyList<SecretEntry> List(string vault);

    /// <summary>
    /// What was written beside a secret; null where there is nothing, or it cannot be known. Throws for no other reason than that the work
    /// was stopped.
    /// </summary>
    IReadOnlyDictionary<string, string>? FindMetadata(string vault, string secret);

    /// <summary>Writes words beside a secret that is there, which stays as it is. Where that cannot be done, nothing is said.</summary>
    void WriteMetadata(string vault, string secret, IReadOnlyDictionary<string, string> metadata);

    /// <summary>
    /// Whether two names stand for one store, as all vaults of SecretStore do. What is deleted in one is gone in the other.
    /// </summary>
    bool IsSameStore(string vault, string other);
}

/// <summary>A secret's name and what was written beside it.</summary>
internal sealed record SecretEntry(string Name, IReadOnlyDictionary<string, string> Metadata);

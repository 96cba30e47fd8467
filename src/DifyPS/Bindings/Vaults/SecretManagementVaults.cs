using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Vaults;

/// <summary>The vaults that are registered with Microsoft.PowerShell.SecretManagement, whatever extension they are.</summary>
internal sealed class SecretManagementVaults : ISecretVaults
{
    private const string AnySecret = "*";

    private readonly VaultCommands _commands;
    private readonly VaultFindings _findings;

    /// <param name="cmdlet">The cmdlet in whose runspace the vaults are asked.</param>
    /// <param name="findings">What the command has found out about them already.</param>
    /// <param name="stop">Ends waiting for them.</param>
    public SecretManagementVaults(PSCmdlet cmdlet, VaultFindings findings, CancellationToken stop)
    {
        _commands = new VaultCommands(cmdlet, stop);
        _findings = findings;
    }

    public string DefaultVault()
    {
        var vaults = _commands.Run("Get-SecretVault").Output;
        var chosen = vaults.FirstOrDefault(v => LanguagePrimitives.IsTrue(v.Properties["IsDefault"]?.Value))
            ?? (vaults.Count == 1 ? vaults[0] : null);
        if (chosen is not null)
            return NameOf(chosen);
        throw new DifyCommandException(
            "VaultNotFound", ErrorCategory.ObjectNotFound,
            vaults.Count == 0
                ? Strings.VaultNone
                : Strings.VaultNoDefault,
            vaults.Count == 0
                ? Strings.VaultNoneAction
                : Strings.FormatVaultNoDefaultAction(string.Join(", ", vaults.Select(NameOf).Select(Quoting.Quote))));
    }

    public string RequireVault(string vault)
    {
        var names = _commands.Run("Get-SecretVault").Output.Select(NameOf).ToList();
        return names.FirstOrDefault(n => AppName.Comparer.Equals(n, vault)) ?? throw new DifyCommandException(
            "VaultNotFound", ErrorCategory.ObjectNotFound,
            Strings.FormatVaultNotFound(vault),
            names.Count == 0
                ? Strings.VaultNoneAction
                : Strings.FormatVaultNotFoundAction(string.Join(", ", names.Select(Quoting.Quote))));
    }

    public SecureString? Read(string vault, string secret)
    {
        var value = Look(vault, secret);
        if (SecretValue.KeyOf(value, secret) is { } key)
            return key;
        return value is null ? null : throw new DifyCommandException(
            "SecretNotAKey", ErrorCategory.InvalidType,
            Strings.FormatSecretNotAKey(secret, vault, value.GetType().Name),
            Strings.SecretNotAKeyAction);
    }

    public object? ReadValue(string vault, string secret) => Look(vault, secret);

    public bool Write(string vault, string secret, SecureString value, IReadOnlyDictionary<string, string> metadata) =>
        new SecretWriter(_commands, Look, _findings, vault, secret).Write(value, metadata);

    public void Remove(string vault, string secret)
    {
        _findings.Require(vault);
        var errors = _commands.Run("Remove-Secret", ("Name", secret), ("Vault", vault)).Errors;
        if (errors.Count == 0)
            return;
        // Whether the vault complained because it is not there is known by looking for it.
        if (Look(vault, secret) is not null)
            throw _findings.Refusal(errors[0], vault);
    }

    public IReadOnlyList<SecretEntry> List(string vault)
    {
        _findings.Require(vault);
        var (output, errors) = _commands.Run("Get-SecretInfo", ("Name", AnySecret), ("Vault", vault));
        if (errors.Count > 0)
        {
            RequireVault(vault);
            // A folder with nothing in it is "not found" for a service that is asked over HTTP.
            var complaint = errors.FirstOrDefault(error => MissingSecret.In(error, AnySecret, vault) != MissingSecret.Sign.Certain);
            return complaint is null ? [] : throw _findings.Refusal(complaint, vault);
        }

        return output.Select(o => new SecretEntry(NameOf(o), MetadataOf(o))).ToList();
    }

    public IReadOnlyDictionary<string, string>? FindMetadata(string vault, string secret)
    {
        if (_findings.Has(vault))
            return null;
        // An account that may read a secret need not be one that may list them: then there is nothing to go by.
        var name = WildcardPattern.ContainsWildcardCharacters(secret) ? AnySecret : secret;
        var found = _commands.Run("Get-SecretInfo", ("Name", name), ("Vault", vault)).Output
            .Where(item => string.Equals(NameOf(item), secret, StringComparison.OrdinalIgnoreCase))
            .OrderBy(item => NameOf(item) != secret).FirstOrDefault();
        return found is null ? null : MetadataOf(found);
    }

    public void WriteMetadata(string vault, string secret, IReadOnlyDictionary<string, string> metadata) =>
        new SecretWriter(_commands, Look, _findings, vault, secret).WriteBeside(metadata);

    public bool IsSameStore(string vault, string other)
    {
        var vaults = _commands.Run("Get-SecretVault").Output;
        return StoreIdentity.Of(vaults.FirstOrDefault(v => AppName.Comparer.Equals(NameOf(v), vault))) is { } one
            && one == StoreIdentity.Of(vaults.FirstOrDefault(v => AppName.Comparer.Equals(NameOf(v), other)));
    }

    /// <summary>
    /// What the vault gives for the name, of whatever kind; null when it is known that there is nothing. Throws otherwise.
    /// </summary>
    private object? Look(string vault, string secret)
    {
        _findings.Require(vault);
        var (output, errors) = _commands.Run("Get-Secret", ("Name", secret), ("Vault", vault));
        if (output.FirstOrDefault()?.BaseObject is { } value)
            return value;

        // Vaults differ in how they say "not here"; SecretManagement itself closes with words of its own when
        // nothing was found, and a vault's complaint, if it made one, comes before them. Nor do they tell a
        // secret that is missing from a vault that is.
        RequireVault(vault);
        var likely = false;
        foreach (var error in errors)
        {
            var sign = MissingSecret.In(error, secret, vault);
            if (sign == MissingSecret.Sign.None || (sign == MissingSecret.Sign.Likely && !likely && !IsUnlisted(vault, secret)))
                throw _findings.Refusal(error, vault);
            likely |= sign == MissingSecret.Sign.Likely;
        }

        return null;
    }

    // Words alone are a weak proof: a vault that works, and does not list the secret, is a better one.
    private bool IsUnlisted(string vault, string secret)
    {
        var (output, errors) = _commands.Run("Get-SecretInfo", ("Name", WildcardPattern.Escape(secret)), ("Vault", vault));
        return errors.All(error => MissingSecret.In(error, secret, vault) == MissingSecret.Sign.Certain)
            && !output.Any(entry => AppName.Comparer.Equals(NameOf(entry), secret));
    }

    private static string NameOf(PSObject item) => item.Properties["Name"]?.Value?.ToString() ?? string.Empty;

    private static IReadOnlyDictionary<string, string> MetadataOf(PSObject item)
    {
        var metadata = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var value = item.Properties["Metadata"]?.Value;
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
        {
            case IReadOnlyDictionary<string, object> pairs:
                foreach (var pair in pairs)
                    metadata[pair.Key] = pair.Value?.ToString() ?? string.Empty;
                break;
            case IDictionary table:
                foreach (DictionaryEntry pair in table)
                    metadata[pair.Key.ToString()!] = pair.Value?.ToString() ?? string.Empty;
                break;
        }

        return metadata;
    }
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using DifyPS.Completion;

namespace DifyPS.Binding;

/// <summary>
/// Asks Microsoft.PowerShell.SecretManagement, in the runspace of the cmdlet. Keys pass as SecureString
/// objects, never as text, so that no log of commands can hold one.
/// </summary>
internal sealed class SecretManagementVaults : ISecretVaults
{
    private const string Module = "Microsoft.PowerShell.SecretManagement\\";

    private readonly PSCmdlet _cmdlet;

    public SecretManagementVaults(PSCmdlet cmdlet) => _cmdlet = cmdlet;

    public string DefaultVault()
    {
        var vaults = Call("Get-SecretVault").Output;
        var chosen = vaults.FirstOrDefault(v => LanguagePrimitives.IsTrue(v.Properties["IsDefault"]?.Value))
            ?? (vaults.Count == 1 ? vaults[0] : null);
        if (chosen is not null)
            return NameOf(chosen);
        throw new DifyBindingException(
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
        var names = Call("Get-SecretVault").Output.Select(NameOf).ToList();
        return names.FirstOrDefault(n => AppName.Comparer.Equals(n, vault)) ?? throw new DifyBindingException(
            "VaultNotFound", ErrorCategory.ObjectNotFound,
            Strings.FormatVaultNotFound(vault),
            names.Count == 0
                ? Strings.VaultNoneAction
                : Strings.FormatVaultNotFoundAction(string.Join(", ", names.Select(Quoting.Quote))));
    }

    public SecureString? Read(string vault, string secret)
    {
        SecretStoreCopy.RefreshForReading();
        var (output, errors) = Call("Get-Secret", ("Name", secret), ("Vault", vault));
        var value = output.FirstOrDefault()?.BaseObject;
        if (SecretValue.KeyOf(value, secret) is { } key)
            return key;
        if (value is not null)
        {
            throw new DifyBindingException(
                "SecretNotAKey", ErrorCategory.InvalidType,
                Strings.FormatSecretNotAKey(secret, vault, value.GetType().Name),
                Strings.SecretNotAKeyAction);
        }

        // Vaults differ in how they say "not here"; SecretManagement itself closes with this id when
        // nothing was found, and a vault's own complaint, if it made one, comes before it.
        // Nor do they tell a secret that is missing from a vault that is.
        RequireVault(vault);
        var complaint = errors.FirstOrDefault(e => !VaultErrors.SaysNotFound(e, secret));
        return complaint is null ? null : throw VaultErrors.From(complaint, vault);
    }

    public void Write(string vault, string secret, SecureString value, IReadOnlyDictionary<string, string> metadata)
    {
        var table = new Hashtable();
        foreach (var pair in metadata)
            table[pair.Key] = pair.Value;
        var errors = SecretStoreCopy.RefreshAndWrite(() => Call("Set-Secret",
            ("Name", secret), ("Vault", vault), ("SecureStringSecret", value), ("Metadata", table)).Errors);

        // A vault without metadata has kept the secret all the same; -FromVault just cannot find it there.
        var complaint = errors.FirstOrDefault(e => !VaultErrors.SaysNoMetadata(e));
        if (complaint is not null)
        {
            RequireVault(vault);
            throw VaultErrors.From(complaint, vault);
        }
    }

    public void Remove(string vault, string secret)
    {
        var complaint = SecretStoreCopy.RefreshAndWrite(
            () => Call("Remove-Secret", ("Name", secret), ("Vault", vault)).Errors.FirstOrDefault());
        if (complaint is null)
            return;
        RequireVault(vault);
        // Whether the vault complained because it is not there is known by looking for it.
        if (Read(vault, secret) is not null)
            throw VaultErrors.From(complaint, vault);
    }

    public IReadOnlyList<SecretEntry> List(string vault)
    {
        SecretStoreCopy.RefreshForReading();
        var (output, errors) = Call("Get-SecretInfo", ("Name", "*"), ("Vault", vault));
        if (errors.Count > 0)
        {
            RequireVault(vault);
            throw VaultErrors.From(errors[0], vault);
        }

        return output.Select(o => new SecretEntry(NameOf(o), MetadataOf(o))).ToList();
    }

    public IReadOnlyDictionary<string, string>? FindMetadata(string vault, string secret)
    {
        SecretStoreCopy.RefreshForReading();
        // An account that may read a secret need not be one that may list them: then there is nothing to go by.
        var name = WildcardPattern.ContainsWildcardCharacters(secret) ? "*" : secret;
        var found = Call("Get-SecretInfo", ("Name", name), ("Vault", vault)).Output
            .Where(item => string.Equals(NameOf(item), secret, StringComparison.OrdinalIgnoreCase))
            .OrderBy(item => NameOf(item) != secret).FirstOrDefault();
        return found is null ? null : MetadataOf(found);
    }

    public bool IsSameStore(string vault, string other)
    {
        var vaults = Call("Get-SecretVault").Output;
        return StoreIdentity.Of(vaults.FirstOrDefault(v => AppName.Comparer.Equals(NameOf(v), vault))) is { } one
            && one == StoreIdentity.Of(vaults.FirstOrDefault(v => AppName.Comparer.Equals(NameOf(v), other)));
    }

    private (IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors) Call(
        string command, params (string Name, object Value)[] parameters)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        // Whatever the session prefers, errors are to be seen here, and to neither stop this nor be shown.
        shell.AddCommand(Module + command).AddParameter("ErrorAction", ActionPreference.Continue);
        foreach (var (name, value) in parameters)
            shell.AddParameter(name, value);
        if (parameters.Length > 0 && command is "Set-Secret" or "Remove-Secret")
        {
            // The question was asked by our own cmdlet; once is enough.
            shell.AddParameter("Confirm", false).AddParameter("WhatIf", false);
        }

        try
        {
            var output = shell.Invoke();
            var errors = shell.Streams.Error.ToList();
            Forget(errors);
            if (shell.InvocationStateInfo.State == PSInvocationState.Stopped)
                errors.Add(Unanswered());
            return (output, errors);
        }
        catch (CommandNotFoundException e)
        {
            throw new DifyBindingException(
                "SecretManagementMissing", ErrorCategory.NotInstalled,
                Strings.SecretManagementMissing,
                Strings.SecretManagementMissingAction,
                innerException: e);
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (RuntimeException e)
        {
            return (Array.Empty<PSObject>(), new[] { e.ErrorRecord });
        }
    }

    // A vault that asks for its password where input has ended is stopped as by Ctrl+C, without a word.
    private ErrorRecord Unanswered() => _cmdlet.Stopping
        ? throw new PipelineStoppedException()
        : new ErrorRecord(
            new InvalidOperationException(Strings.VaultNotAnswered), "VaultNotAnswered", ErrorCategory.PermissionDenied, null);

    // What is told, if anything, is told in our own words; $Error is not the place for a look into a vault.
    private void Forget(List<ErrorRecord> errors)
    {
        if (errors.Count == 0 || _cmdlet.SessionState.PSVariable.GetValue("global:Error") is not ArrayList noted)
            return;
        foreach (var error in errors)
            noted.Remove(error);
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

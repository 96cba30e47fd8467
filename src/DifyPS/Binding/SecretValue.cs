using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace DifyPS.Binding;

/// <summary>
/// Finds the key in what a vault gives. Most give a string or SecureString; one that keeps entries with a user
/// name and a password (KeePass) gives a credential, and one that keeps tables of fields (HashiCorp Vault) a table.
/// </summary>
internal static class SecretValue
{
    /// <summary>The key, or null when there is none to be made out.</summary>
    /// <param name="value">What the vault gave.</param>
    /// <param name="secret">The name of the secret. In a table, the field of that name is the key, as the vaults' own writing has it.</param>
    public static SecureString? KeyOf(object? value, string secret) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        SecureString secure => secure,
        string { Length: > 0 } text => new NetworkCredential(string.Empty, text).SecurePassword,
        PSCredential credential => credential.Password,
        IDictionary table => Field(table, secret) is { } field and not IDictionary ? KeyOf(field, secret) : null,
        _ => null,
    };

    // A path such as team/cat names its field by its last part. A table of one field needs no name for it.
    private static object? Field(IDictionary table, string secret)
    {
        var name = secret.Substring(secret.LastIndexOf('/') + 1);
        var named = table.Keys.Cast<object>().FirstOrDefault(key => string.Equals(key.ToString(), name, StringComparison.OrdinalIgnoreCase));
        return named is not null ? table[named] : table.Count == 1 ? table.Values.Cast<object?>().First() : null;
    }
}

using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// Finds the key in what a vault gives. Most give a string or SecureString; one that keeps entries with a user
/// name and a password (KeePass) gives a credential, and one that keeps tables of fields (HashiCorp Vault) a table.
/// </summary>
internal static class SecretValue
{
    // As the vaults' own writing has them.
    private static readonly string[] AccountFields = ["email", "userName", "user"];

    /// <summary>The key, or null when there is none to be made out.</summary>
    /// <param name="value">What the vault gave.</param>
    /// <param name="secret">The name of the secret. In a table, the field of that name is the key, as the vaults' own writing has
    /// it.</param>
    public static SecureString? KeyOf(object? value, string secret) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        SecureString secure => secure,
        string { Length: > 0 } text => new NetworkCredential(string.Empty, text).SecurePassword,
        PSCredential credential => credential.Password,
        IDictionary table => Field(table, secret) is { } field and not IDictionary ? KeyOf(field, secret) : null,
        _ => null,
    };

    /// <summary>An account and its password, or null when there is none to be made out: a credential, or a table with both.</summary>
    public static PSCredential? CredentialOf(object? value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            PSCredential credential => credential,
            IDictionary table
                when AccountFields.Select(name => Named(table, name)).OfType<object>().FirstOrDefault() is { } account
                    && KeyOf(Named(table, "password"), string.Empty) is { Length: > 0 } password
                    && TextOf(account) is { Length: > 0 } name => new PSCredential(name, password),
            _ => null,
        };

    /// <summary>Whether two things that a vault gave are the same, of whatever kind.</summary>
    public static bool AreSame(object? one, object? other) =>
        one is null || other is null ? one is null && other is null : TextOf(one) == TextOf(other);

    /// <summary>Whether a thing that a vault gave is this key. White space around a key means nothing.</summary>
    public static bool IsKey(object? value, string secret, SecureString key)
    {
        using var found = KeyOf(value, secret)?.Copy();
        return found is not null && TextOf(found).Trim() == TextOf(key).Trim();
    }

    // Vaults give a text that was stored as a SecureString.
    private static string TextOf(object? value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            SecureString secure => new NetworkCredential(string.Empty, secure).Password,
            PSCredential credential => credential.UserName + "\n" + TextOf(credential.Password),
            byte[] bytes => Convert.ToBase64String(bytes),
            IDictionary table => string.Join(
                "\n",
                table
                    .Cast<DictionaryEntry>()
                    .Select(pair => $"{pair.Key}={TextOf(pair.Value)}")
                    .OrderBy(text => text, StringComparer.Ordinal)
            ),
            _ => value?.ToString() ?? string.Empty,
        };

    // A path such as team/cat names its field by its last part. A table of one field needs no name for it.
    private static object? Field(IDictionary table, string secret)
    {
        var name = secret.Substring(secret.LastIndexOf('/') + 1);
        return Named(table, name) is { } named ? named
            : table.Count == 1 ? table.Values.Cast<object?>().First()
            : null;
    }

    private static object? Named(IDictionary table, string name) =>
        table.Keys.Cast<object>().FirstOrDefault(key => string.Equals(key.ToString(), name, StringComparison.OrdinalIgnoreCase)) is { } key
            ? table[key]
            : null;
}

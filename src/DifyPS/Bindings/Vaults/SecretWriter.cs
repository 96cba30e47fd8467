using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using DifyPS.Common;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// Writes one secret so that none is lost: it is read back before anybody hears of success. Before it takes the place of
/// another, the vault has to keep a text of its length that nobody needs; and should it fail all the same, what was there
/// before is put back.
/// </summary>
internal sealed class SecretWriter
{
    private const string NoMetadata = "SetSecretMetadataCommandNotSupported";

    // A service on the network may give what it had before for a moment, or nothing. Together three seconds.
    private static readonly int[] Waits = { 100, 200, 400, 800, 1600 };

    private readonly VaultCommands _commands;
    private readonly Func<string, string, object?> _look;
    private readonly string _vault;
    private readonly string _secret;
    private readonly VaultFindings _findings;

    /// <param name="commands">SecretManagement.</param>
    /// <param name="look">Gives what is in a vault under a name, or null; throws when that is not known.</param>
    /// <param name="findings">What the command has found out about the vaults already.</param>
    /// <param name="vault">The vault.</param>
    /// <param name="secret">The name of the secret.</param>
    public SecretWriter(
        VaultCommands commands,
        Func<string, string, object?> look,
        VaultFindings findings,
        string vault,
        string secret
    )
    {
        _commands = commands;
        _look = look;
        _findings = findings;
        _vault = vault;
        _secret = secret;
    }

    /// <summary>True when nothing was there before.</summary>
    public bool Write(SecureString key, IReadOnlyDictionary<string, string> metadata)
    {
        // Fails where the vault cannot be read: what cannot be read back is not written.
        var before = Look();
        if (before is not null && !IsKey(before, key) && Trial(key) is { } failed)
            throw NotKept(failed, (Strings.SecretLeftBefore, true), metadata);
        var problem = MetadataSupport.IsCertain(_vault)
            ? WriteTogether(key, metadata, before)
            : WriteApart(key, metadata, before);
        if (problem is not null)
            throw NotKept(problem, Restore(before), metadata);
        return before is null;
    }

    /// <summary>Writes the metadata alone. They are a help and no more: a vault that has no use for them is left in peace.</summary>
    public void WriteBeside(IReadOnlyDictionary<string, string> metadata)
    {
        try
        {
            // What would be gone with them is put back; what somebody else writes meanwhile is not touched.
            if (Look() is { } secret && Run("Set-SecretInfo", ("Metadata", TableOf(metadata))) is null && Look() is null)
                Set(("Secret", secret));
        }
        catch (DifyCommandException)
        {
            // The call that this goes with has its key, and needs no more of the vault.
        }
    }

    /// <summary>Null when the vault keeps what it is given, or does not let anybody find out.</summary>
    private Exception? Trial(SecureString key)
    {
        if (_findings.IsTried(_vault, key.Length))
            return null;
        // A name that was never there: a vault may keep what was deleted for a while, and refuse its name.
        var name = Guid.NewGuid().ToString("N");
        var place = new SecretWriter(_commands, _look, _findings, _vault, _secret + "-trial-" + name.Substring(0, 8));
        using var text = new SecureString();
        while (text.Length < key.Length)
            text.AppendChar(name[text.Length % name.Length]);
        // Rights may be for the one name. What a vault complains of it will complain of again, and keep what it has.
        if (place.Set(("SecureStringSecret", text)) is not null)
            return null;
        var problem = place.ReadBack(text, null);
        place.Run("Remove-Secret");
        // Each of its writes takes as long as all the rest of a rotation, and it keeps one as well as another. Of others nobody knows.
        if (problem is null && IsSecretStore())
            _findings.SetTried(_vault, key.Length);
        return problem is DifyCommandException ? null : problem;
    }

    private bool IsSecretStore() =>
        _commands.Run("Get-SecretVault", ("Name", WildcardPattern.Escape(_vault))).Output is { Count: 1 } found
        && StoreIdentity.Of(found[0]) == StoreIdentity.SecretStore;

    private Exception? WriteTogether(SecureString key, IReadOnlyDictionary<string, string> metadata, object? before)
    {
        // Whatever a vault has against the metadata (its size, its letters), the key may do without.
        var complaint = Set(("SecureStringSecret", key), ("Metadata", TableOf(metadata)));
        return complaint is null ? ReadBack(key, before) : WriteAlone(key, before);
    }

    // With the metadata in the same call, SecretManagement would take the secret away again when the vault has no use for them.
    private Exception? WriteApart(SecureString key, IReadOnlyDictionary<string, string> metadata, object? before)
    {
        var problem = IsKey(before, key) ? null : WriteAlone(key, before);
        if (problem is not null)
            return problem;
        var complaint = Run("Set-SecretInfo", ("Metadata", TableOf(metadata)));
        if (complaint is not null && complaint.FullyQualifiedErrorId.StartsWith(NoMetadata, StringComparison.Ordinal))
            return null;
        return ReadBack(key, before) is null ? null : WriteAlone(key, before);
    }

    private Exception? WriteAlone(SecureString key, object? before) =>
        Set(("SecureStringSecret", key)) is { } complaint ? VaultErrors.From(complaint, _vault) : ReadBack(key, before);

    /// <summary>Null when the vault gives the key; otherwise what it does instead.</summary>
    private Exception? ReadBack(SecureString key, object? before)
    {
        for (var i = 0; ; i++)
        {
            string problem;
            var isFinal = i == Waits.Length;
            try
            {
                var now = Look();
                if (IsKey(now, key))
                    return null;
                var isOld = SecretValue.AreSame(now, before);
                isFinal |= now is not null && !isOld;
                problem = now is null ? Strings.SecretNotKeptNothing : isOld ? Strings.SecretNotKeptBefore : Strings.SecretNotKeptOther;
            }
            catch (DifyCommandException e)
            {
                if (isFinal)
                    return e;
                problem = e.Message;
            }

            if (isFinal)
                return new InvalidOperationException(problem);
            _commands.Wait(TimeSpan.FromMilliseconds(Waits[i]));
        }
    }

    /// <summary>Has the vault as it was, as far as that can be; says how it is now.</summary>
    private (string Now, bool IsAsBefore) Restore(object? before)
    {
        try
        {
            // Nothing is deleted but what came here just now.
            if (before is null && Look() is not null)
                Run("Remove-Secret");
            else if (before is not null && !SecretValue.AreSame(Look(), before))
                Set(("Secret", before));
            if (SecretValue.AreSame(Look(), before))
                return (before is null ? Strings.SecretLeftNothing : Strings.SecretLeftBefore, true);
        }
        catch (DifyCommandException)
        {
            // The vault cannot be asked any more.
        }

        return (before is null ? Strings.SecretLeftOther : Strings.SecretLeftLost, false);
    }

    // A vault's own complaint says enough, unless it left the vault other than it was.
    private Exception NotKept(Exception problem, (string Now, bool IsAsBefore) left, IReadOnlyDictionary<string, string> metadata)
    {
        _findings.ForgetTrials(_vault);
        if (problem is DifyCommandException && left.IsAsBefore)
            return problem;
        metadata.TryGetValue("name", out var app);
        return new DifyCommandException(
            "SecretNotKept", ErrorCategory.WriteError,
            Strings.FormatSecretNotKept(_vault, app, _secret, problem.Message, left.Now),
            Strings.FormatSecretNotKeptAction(Quoting.Literal(_vault)), app, problem);
    }

    private object? Look() => _look(_vault, _secret);

    private bool IsKey(object? value, SecureString key) => SecretValue.IsKey(value, _secret, key);

    private ErrorRecord? Set(params (string Name, object Value)[] what) => Run("Set-Secret", what);

    private ErrorRecord? Run(string command, params (string Name, object Value)[] what) =>
        _commands.Run(command, [.. what, ("Name", _secret), ("Vault", _vault)]).Errors.FirstOrDefault();

    private static Hashtable TableOf(IReadOnlyDictionary<string, string> metadata)
    {
        var table = new Hashtable();
        foreach (var pair in metadata)
            table[pair.Key] = pair.Value;
        return table;
    }
}

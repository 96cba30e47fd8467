using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Vaults;

/// <summary>Rebuilds bindings from what <see cref="SecretMetadata"/> wrote beside the secrets of a vault.</summary>
internal sealed class VaultImport
{
    private readonly PipelineVaults _vaults;
    private readonly AppRegistrar _registrar;

    public VaultImport(PipelineVaults vaults, AppRegistrar registrar)
    {
        _vaults = vaults;
        _registrar = registrar;
    }

    /// <summary>The bindings that the vault can tell, by name; throws <c>NothingToImport</c> when there is none.</summary>
    public async Task<IReadOnlyList<StoredBinding>> FindAsync(string vault, string? pattern, CancellationToken cancellationToken)
    {
        var wildcard = new WildcardPattern(
            string.IsNullOrEmpty(pattern) ? "*" : NameComparer.Compose(pattern!),
            WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant
        );
        var found = new List<StoredBinding>();
        foreach (var entry in await _vaults.ListAsync(vault, cancellationToken).ConfigureAwait(false))
        {
            if (SecretMetadata.TryRead(entry, out var stored) && wildcard.IsMatch(NameComparer.Compose(stored.Name)))
                found.Add(stored);
        }

        return found.Count > 0 ? found.OrderBy(stored => stored.Name, AppName.Comparer).ToList() : throw new DifyCommandException(
            "NothingToImport", ErrorCategory.ObjectNotFound,
            string.IsNullOrEmpty(pattern) ? Strings.FormatNothingToImport(vault) : Strings.FormatNothingToImportLike(vault, pattern),
            Strings.NothingToImportAction);
    }

    public async Task<AppBinding> RegisterAsync(
        string vault, StoredBinding stored, string defaultUser, bool noVerify, bool force, CancellationToken cancellationToken)
    {
        var name = AppName.Validate(stored.Name);
        var server = BindingChecks.Server(stored.Server, stored.AllowUnencryptedAuthentication, stored.SkipCertificateCheck, name);
        var binding = await _registrar.RegisterAsync(
            new Registration
            {
                Name = name,
                Server = server,
                Vault = vault,
                Secret = stored.Secret,
                User = stored.User.Length > 0 ? stored.User : defaultUser,
                KnowledgeBaseId = KnowledgeAccess.IdOf(stored.KnowledgeBaseId),
                AppId = stored.AppId,
                KeyId = stored.KeyId,
                Place = stored.Place,
                IsRestored = true,
                NoVerify = noVerify,
                Force = force,
            },
            cancellationToken).ConfigureAwait(false);
        return binding;
    }
}

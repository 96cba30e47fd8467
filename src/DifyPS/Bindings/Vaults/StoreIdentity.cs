using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// Which store a registered vault opens, as far as its registration tells. SecretStore has one for each account,
/// whatever its vaults are called; others are told by their parameters, such as the path of a file.
/// </summary>
internal static class StoreIdentity
{
    /// <summary>What it is for every vault of SecretStore.</summary>
    public const string SecretStore = "Microsoft.PowerShell.SecretStore";

    /// <summary>Equal for vaults that open one store; null when the registration does not tell.</summary>
    public static string? Of(PSObject? vault)
    {
        var module = vault?.Properties["ModuleName"]?.Value?.ToString();
        if (string.Equals(module, SecretStore, StringComparison.OrdinalIgnoreCase))
            return SecretStore;
        var parameters = Pairs(vault?.Properties["VaultParameters"]?.Value)
            .OrderBy(pair => pair, StringComparer.OrdinalIgnoreCase)
            .ToList();
        return module is null || parameters.Count == 0 ? null : module + "\n" + string.Join("\n", parameters);
    }

    private static IEnumerable<string> Pairs(object? parameters) =>
        (parameters is PSObject wrapped ? wrapped.BaseObject : parameters) switch
        {
            IReadOnlyDictionary<string, object> pairs => pairs.Select(pair => $"{pair.Key}={pair.Value}"),
            IDictionary table => table.Cast<DictionaryEntry>().Select(pair => $"{pair.Key}={pair.Value}"),
            _ => [],
        };
}

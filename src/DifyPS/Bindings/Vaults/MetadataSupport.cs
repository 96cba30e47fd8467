using System;
using System.Collections;
using System.Linq;
using System.Reflection;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// Whether a vault takes a secret and its metadata in one call. SecretManagement noted it when the vault was registered and
/// shows it nowhere, so it is looked up where it is noted.
/// </summary>
/// <remarks>
/// It matters because of what happens otherwise: SecretManagement stores the secret, fails with the metadata, and takes the
/// secret away again, with what had been there before.
/// </remarks>
internal static class MetadataSupport
{
    private const string AssemblyName = "Microsoft.PowerShell.SecretManagement";
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>True only where it is known for sure.</summary>
    public static bool IsCertain(string vault)
    {
        try
        {
            // More than one where versions lie side by side; then it is not known which of them is asked.
            var noted = AppDomain.CurrentDomain.GetAssemblies()
                .Where(assembly => assembly.GetName().Name == AssemblyName)
                .Select(assembly => NotedBy(assembly, vault))
                .ToList();
            return noted.Count > 0 && noted.All(takes => takes);
        }
        catch (Exception e)
            when (e
                    is TargetInvocationException
                        or AmbiguousMatchException
                        or MemberAccessException
                        or NotSupportedException
                        or ArgumentException
            )
        {
            return false;
        }
    }

    private static bool NotedBy(Assembly assembly, string vault)
    {
        var vaults =
            assembly.GetType(AssemblyName + ".RegisteredVaultCache")?.GetProperty("VaultExtensions", Any)?.GetValue(null) as IDictionary;
        return vaults?[vault] is { } extension
            && extension.GetType().GetProperty("SetSecretSupportsMetadata", Any)?.GetValue(extension) is true;
    }
}

using System;
using System.Linq;
using System.Reflection;

namespace DifyPS.Bindings.Vaults;

/// <summary>
/// Microsoft.PowerShell.SecretStore, the vault that most people have, keeps a copy of its whole file in
/// each process. It looks at the file again five seconds after the last change, and not even then when the
/// process wrote something shortly before; and each write puts the whole copy in the place of the file. A
/// session would so undo what others registered meanwhile, and miss a key that was rotated elsewhere. It
/// offers no command to look again, so its own way of doing that is called here. Where a version has it no
/// more, everything works as the vault itself does. Other vaults are not concerned.
/// </summary>
internal static class SecretStoreCacheRefresh
{
    private const string AssemblyName = "Microsoft.PowerShell.SecretStore";
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>
    /// Looks at the file again. For the one whose turn it is, and before the vault is asked: a copy that is
    /// refreshed in the midst of a write would be written as it was before. Other processes are kept from writing
    /// meanwhile by the registry's lock, which whoever writes holds.
    /// </summary>
    public static void Refresh()
    {
        try
        {
            // Not loaded, or not opened yet: the file will be read afresh anyway.
            var store = AppDomain.CurrentDomain.GetAssemblies()
                .FirstOrDefault(assembly => assembly.GetName().Name == AssemblyName)?
                .GetType(AssemblyName + ".LocalSecretStore")?.GetField("LocalStore", Any)?.GetValue(null);
            var data = store?.GetType().GetField("_secureStore", Any)?.GetValue(store);
            data?.GetType().GetMethod("UpdateDataFromFile", Any, null, Type.EmptyTypes, null)?.Invoke(data, null);
        }
        catch (Exception e)
            when (e is TargetInvocationException or AmbiguousMatchException or MemberAccessException or NotSupportedException)
        {
            // The vault's own call that follows tells what is wrong with it.
        }
    }
}

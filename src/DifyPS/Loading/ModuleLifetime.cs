using System.Management.Automation;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.SignIn;
using DifyPS.Completion;

namespace DifyPS.Loading;

/// <summary>Runs when the module comes into a session and when it leaves one.</summary>
public sealed class ModuleLifetime : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Makes the module's own assemblies findable.</summary>
    public void OnImport() => PrivateAssemblies.Install();

    /// <summary>Forgets keys and closes connections. A module removed leaves nothing behind that could act.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        InputCompletion.Disable();
        KeyCache.Clear();
        ProcessSessions.Clear();
        OpenedWorkspaces.Clear();
        CompletionCache.Clear();
        CloseConnections();
    }

    // By itself, since a method that names a type of the client cannot even start where that has not been loaded.
    private static void CloseConnections() => DifyClient.CloseIdleConnections();
}

using System;

namespace DifyPS.Pipeline;

/// <summary>
/// What is told where a pattern finds nothing since nothing is registered at all: under another account than the one that registered them,
/// a check of all apps would find no fault.
/// </summary>
internal static class RegistryNotice
{
    /// <summary>Warns, and gives true, where the registry has no app.</summary>
    public static bool WarnOfNoApps(DifyCmdlet cmdlet) =>
        WarnOfNothing(cmdlet, registry => registry.Apps.Count + registry.Damaged.Count == 0, Strings.FormatNoAppRegistered);

    /// <summary>Warns, and gives true, where the registry has no workspace connection.</summary>
    public static bool WarnOfNoWorkspaces(DifyCmdlet cmdlet) =>
        WarnOfNothing(
            cmdlet,
            registry => registry.Workspaces.Count + registry.DamagedWorkspaces.Count == 0,
            Strings.FormatNoWorkspaceRegistered
        );

    private static bool WarnOfNothing(
        DifyCmdlet cmdlet,
        Func<Bindings.Registry.AppRegistry, bool> isEmpty,
        Func<object?, object?, string> told
    )
    {
        var nothing = false;
        try
        {
            nothing = isEmpty(cmdlet.Registry);
        }
        catch (Common.DifyCommandException)
        {
            // A registry that cannot be read was told of as such.
        }

        if (nothing)
            cmdlet.WriteWarning(told(cmdlet.Registry.Path, Environment.UserName));
        return nothing;
    }
}

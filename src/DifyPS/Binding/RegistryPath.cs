using System;
using System.IO;

namespace DifyPS.Binding;

/// <summary>Where the registry file is.</summary>
internal static class RegistryPath
{
    public const string Variable = "DIFYPS_REGISTRY";

    /// <summary>The file that <c>$env:DIFYPS_REGISTRY</c> names, else <c>apps.json</c> in the user's configuration folder.</summary>
    public static string Current => Resolve(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath,
        Path.DirectorySeparatorChar == '\\');

    // Folders are asked for only where they count: each costs a look at the disk, and every call comes by here.
    internal static string Resolve(Func<string, string?> variable, Func<Environment.SpecialFolder, string> folder, bool windows)
    {
        var named = variable(Variable);
        if (!string.IsNullOrWhiteSpace(named))
            return Path.GetFullPath(named!);
        if (windows)
            return Path.Combine(folder(Environment.SpecialFolder.ApplicationData), "DifyPS", "apps.json");
        var configuration = variable("XDG_CONFIG_HOME");
        // The XDG rules say that a relative path there is to be ignored.
        if (string.IsNullOrEmpty(configuration) || !Path.IsPathRooted(configuration))
            configuration = Path.Combine(folder(Environment.SpecialFolder.UserProfile), ".config");
        return Path.Combine(configuration!, "DifyPS", "apps.json");
    }
}

using System;
using System.IO;
using DifyPS.Common;

namespace DifyPS.Binding;

/// <summary>Where the registry file is.</summary>
internal static class RegistryPath
{
    public const string Variable = "DIFYPS_REGISTRY";

    /// <summary>The file that <c>$env:DIFYPS_REGISTRY</c> names, else <c>apps.json</c> in the user's configuration folder.</summary>
    /// <param name="location">Where the session is: a relative name counts from there.</param>
    public static string Find(Func<string> location) => Resolve(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath,
        Path.DirectorySeparatorChar == '\\',
        location);

    // Folders are asked for only where they count: each costs a look at the disk, and every call comes by here.
    internal static string Resolve(Func<string, string?> variable, Func<Environment.SpecialFolder, string> folder, bool windows, Func<string>? location = null)
    {
        var named = variable(Variable);
        if (!string.IsNullOrWhiteSpace(named))
            return SessionPath.IsWhole(named!) || location is null ? Path.GetFullPath(named!) : SessionPath.Whole(named!, location());
        if (windows)
            return Path.Combine(folder(Environment.SpecialFolder.ApplicationData), "DifyPS", "apps.json");
        var configuration = variable("XDG_CONFIG_HOME");
        // The XDG rules say that a relative path there is to be ignored.
        if (string.IsNullOrEmpty(configuration) || !Path.IsPathRooted(configuration))
            configuration = Path.Combine(folder(Environment.SpecialFolder.UserProfile), ".config");
        return Path.Combine(configuration!, "DifyPS", "apps.json");
    }
}

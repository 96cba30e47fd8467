using System;
using System.IO;
using System.Management.Automation;
using DifyPS.Common;

namespace DifyPS.Bindings.Registry;

/// <summary>Where the registry file is.</summary>
internal static class RegistryPath
{
    public const string Variable = "DIFYPS_REGISTRY";

    /// <summary>The file that <c>$env:DIFYPS_REGISTRY</c> names, else <c>apps.json</c> in the user's configuration folder.</summary>
    /// <param name="session">The session, which knows its location and its drives; null where there is none.</param>
    /// <exception cref="DifyCommandException"><c>RegistryUnreadable</c>: what it names is no file.</exception>
    public static string Find(Func<SessionState?> session) => Resolve(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath,
        Path.DirectorySeparatorChar == '\\',
        named => Whole(named, session()));

    // Folders are asked for only where they count: each costs a look at the disk, and every call comes by here.
    internal static string Resolve(
        Func<string, string?> variable,
        Func<Environment.SpecialFolder, string> folder,
        bool windows,
        Func<string, string>? whole = null
    )
    {
        var named = variable(Variable);
        if (!string.IsNullOrWhiteSpace(named))
            return whole is null || named![0] is '/' or '\\' && SessionPath.IsWhole(named!) ? Path.GetFullPath(named!) : whole(named!);
        if (windows)
            return Path.Combine(folder(Environment.SpecialFolder.ApplicationData), "DifyPS", "apps.json");
        var configuration = variable("XDG_CONFIG_HOME");
        // The XDG rules say that a relative path there is to be ignored.
        if (string.IsNullOrEmpty(configuration) || !Path.IsPathRooted(configuration))
            configuration = Path.Combine(folder(Environment.SpecialFolder.UserProfile), ".config");
        return Path.Combine(configuration!, "DifyPS", "apps.json");
    }

    private static string Whole(string named, SessionState? session)
    {
        try
        {
            return SessionPath.Of(session, named);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or SessionStateException or ProviderInvocationException)
        {
            throw new DifyCommandException(
                "RegistryUnreadable", ErrorCategory.ReadError,
                Strings.FormatRegistryUnreadable(named, e is ArgumentException argument ? ErrorRecords.Sentence(argument) : e.Message),
                Strings.FormatRegistryAction(Variable), innerException: e);
        }
    }
}

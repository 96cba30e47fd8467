using System.Collections.Generic;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>The ways into a workspace, as the registry writes them.</summary>
internal static class WaysIn
{
    public const string Password = "password";
    public const string EmailCode = "emailCode";
    public const string AdminKey = "adminKey";
    public const string DeviceCode = "deviceCode";

    /// <summary>A token that stands in the environment.</summary>
    public const string Token = "token";

    public static readonly IReadOnlyList<string> All = [Password, EmailCode, AdminKey, DeviceCode, Token];

    /// <summary>Whether it is a session of a person, which follows the account to another workspace.</summary>
    public static bool IsSession(string way) => way is Password or EmailCode;

    /// <summary>Whether it is for the programmatic API, which makes no keys.</summary>
    public static bool IsProgrammatic(string way) => way is DeviceCode or Token;

    /// <summary>Whether its secret is one key or token, rather than an account's.</summary>
    public static bool IsBearer(string way) => way is AdminKey or DeviceCode or Token;

    /// <summary>What people call it.</summary>
    public static string Describe(string way) =>
        way switch
        {
            Password => Strings.WayPassword,
            EmailCode => Strings.WayEmailCode,
            AdminKey => Strings.WayAdminKey,
            DeviceCode => Strings.WayDeviceCode,
            _ => Strings.WayToken,
        };
}

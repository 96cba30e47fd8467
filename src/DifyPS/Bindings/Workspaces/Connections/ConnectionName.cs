using System;
using System.Management.Automation;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>What may be a connection's name, and the name of one that was given none.</summary>
internal static class ConnectionName
{
    private const string Cloud = "cloud";

    /// <summary>Gives the name trimmed and composed (NFC), or throws <c>InvalidAppName</c>.</summary>
    public static string Validate(string? name)
    {
        RequireNoKey(name);
        var trimmed = AppName.Trim(name);
        return AppName.Problem(trimmed) is { } reason
            ? throw Invalid(Strings.FormatConnectionNameInvalid(ShownAddress.Of(trimmed), reason), Strings.ConnectionNameInvalidAction)
            : trimmed;
    }

    /// <summary>Throws <c>InvalidAppName</c>, which does not repeat it, for what looks like a key.</summary>
    public static void RequireNoKey(string? name)
    {
        if (KeyPattern.IsIn(name) || name == RefusedText.Key)
            throw Invalid(Strings.ConnectionNameIsKey, Strings.KeyMisplacedAction);
    }

    private static DifyCommandException Invalid(string message, string action) =>
        new("InvalidAppName", ErrorCategory.InvalidArgument, message, action);

    /// <summary>The host; <c>cloud</c> for Dify Cloud.</summary>
    public static string For(DifyServer server) =>
        server.BaseUri.Host.Equals(new Uri(WorkspaceServer.Cloud).Host, StringComparison.OrdinalIgnoreCase)
            ? Cloud
            : server.BaseUri.Host.Trim('[', ']');
}

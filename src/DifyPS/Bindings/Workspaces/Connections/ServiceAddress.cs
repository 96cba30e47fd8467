using System;
using Dify.Client;
using DifyPS.Bindings.Identity;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>Where apps of a workspace are called: the Service API beside its console.</summary>
internal static class ServiceAddress
{
    private const string CloudConsole = "cloud.dify.ai";
    private const string ConsolePath = "/console/api";

    /// <summary>The Service API of a connection's server, unless another address is given.</summary>
    public static DifyServer Of(WorkspaceConnection connection, string? given, string app) =>
        BindingChecks.Server(
            given ?? Beside(new Uri(connection.Server)),
            connection.AllowUnencryptedAuthentication,
            connection.SkipCertificateCheck,
            app
        );

    /// <summary>Whether apps of a connection's workspace are called at an address.</summary>
    public static bool IsBeside(WorkspaceConnection connection, string? given, string address) =>
        Uri.TryCreate(given ?? Beside(new Uri(connection.Server)), UriKind.Absolute, out var service)
        && Uri.TryCreate(address, UriKind.Absolute, out var called)
        && Uri.Compare(service, called, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
        && service.AbsolutePath.TrimEnd('/') == called.AbsolutePath.TrimEnd('/');

    /// <summary>The page of the console that shows an app's keys.</summary>
    public static string PageOf(WorkspaceConnection connection, string appId) => Root(new Uri(connection.Server)) + $"/app/{appId}/develop";

    private static string Beside(Uri console) =>
        console.Host.Equals(CloudConsole, StringComparison.OrdinalIgnoreCase) ? DifyServer.DefaultServer : Root(console) + "/v1";

    private static string Root(Uri console)
    {
        var path = console.AbsolutePath.TrimEnd('/');
        if (path.EndsWith(ConsolePath, StringComparison.OrdinalIgnoreCase))
            path = path.Substring(0, path.Length - ConsolePath.Length);
        return console.GetLeftPart(UriPartial.Authority) + path;
    }
}

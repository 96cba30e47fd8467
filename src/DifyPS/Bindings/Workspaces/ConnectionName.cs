using System;
using Dify.Client;
using Dify.Client.Workspaces;

namespace DifyPS.Bindings.Workspaces;

/// <summary>The name of a connection that was given none.</summary>
internal static class ConnectionName
{
    private const string Cloud = "cloud";

    /// <summary>The host; <c>cloud</c> for Dify Cloud.</summary>
    public static string For(DifyServer server) =>
        server.BaseUri.Host.Equals(new Uri(WorkspaceServer.Cloud).Host, StringComparison.OrdinalIgnoreCase)
            ? Cloud
            : server.BaseUri.Host.Trim('[', ']');
}

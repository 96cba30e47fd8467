using System;

namespace Dify.Client.Workspaces;

/// <summary>Makes the address of a console API out of what people write, or copy from their browser.</summary>
public static class WorkspaceServer
{
    /// <summary>The console of Dify Cloud.</summary>
    public static readonly string Cloud = "https://cloud.dify.ai";

    private const string CloudService = "api.dify.ai";

    // What stands in the address line of a browser that shows the console, and the base path of the Service API beside it.
    private static readonly string[] Pages =
    [
        "/v1",
        "/signin",
        "/apps",
        "/datasets",
        "/explore",
        "/tools",
        "/plugins",
        "/install",
        DifyServer.ProgrammaticPath,
    ];

    /// <summary>
    /// Makes a server from <c>dify.example.com</c>, <c>https://dify.example.com/apps</c> or
    /// <c>https://gateway.example.com/dify/console/api</c>. Without a scheme it is https; the path becomes
    /// <c>/console/api</c> unless it ends so. The Service API of Dify Cloud stands for its console.
    /// </summary>
    /// <param name="server">The address; Dify Cloud when null.</param>
    /// <param name="allowUnencryptedAuthentication">Lets credentials travel over plain http to another machine.</param>
    /// <param name="skipCertificateCheck">Takes the server's certificate unchecked.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">As for <see cref="DifyServer.Create(string, bool, bool)"/>.</exception>
    public static DifyServer Create(string? server = null, bool allowUnencryptedAuthentication = false, bool skipCertificateCheck = false)
    {
        var result = DifyServer.Create(server ?? Cloud, PathOf, allowUnencryptedAuthentication, skipCertificateCheck);
        return result.BaseUri.Host.Equals(CloudService, StringComparison.OrdinalIgnoreCase)
            ? Create(Cloud, allowUnencryptedAuthentication, skipCertificateCheck)
            : result;
    }

    /// <summary>The programmatic API of the same server.</summary>
    internal static DifyServer Programmatic(DifyServer console) => Beside(console, DifyServer.ProgrammaticPath);

    /// <summary>The Service API of the same server, which needs no credential to tell its version.</summary>
    internal static DifyServer Service(DifyServer console) => Beside(console, "/v1");

    private static DifyServer Beside(DifyServer console, string path) =>
        DifyServer.Create(
            console.BaseUri.AbsoluteUri,
            old => Root(old) + path,
            console.AllowUnencryptedAuthentication,
            console.SkipCertificateCheck
        );

    private static string PathOf(string path) => Root(path) + DifyServer.ConsolePath;

    private static string Root(string path)
    {
        if (path.EndsWith(DifyServer.ConsolePath, StringComparison.OrdinalIgnoreCase))
            return path.Substring(0, path.Length - DifyServer.ConsolePath.Length);

        foreach (var page in Pages)
        {
            if (path.EndsWith(page, StringComparison.OrdinalIgnoreCase))
                return path.Substring(0, path.Length - page.Length);
        }

        return path;
    }
}

using System.Net.Http;
using Dify.Client.Transport;

namespace Dify.Client.Workspaces;

/// <summary>A way into the workspaces of one server. One serves all the clients of a process.</summary>
public abstract class WorkspaceCredential : Credential
{
    private protected WorkspaceCredential(ServerFacts? facts = null) => Facts = facts ?? new ServerFacts();

    /// <summary>The server's version, as its last answer named it; null before one did.</summary>
    public string? ServerVersion => Facts.VersionText;

    /// <summary>
    /// Tells what the server's version was at an earlier time, which saves asking for it. A password is never written by it.
    /// </summary>
    /// <param name="version">The version; nothing is expected when null.</param>
    public void ExpectVersion(string? version) => Facts.Expected = Workspaces.ServerVersion.Parse(version);

    /// <summary>Whether it is for the programmatic API; for the console API otherwise.</summary>
    internal abstract bool IsProgrammatic { get; }

    internal ServerFacts Facts { get; }

    internal override void Observe(HttpResponseMessage response, HttpTransport transport) =>
        Facts.Observe(response, transport.Options.Clock);

    internal override string? Advise(int status, string code) => ConsoleAdvice.For(status, code);
}

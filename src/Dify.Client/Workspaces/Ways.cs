using Dify.Client.Transport;

namespace Dify.Client.Workspaces;

/// <summary>Tells plainly what a way in cannot do, before anything is sent.</summary>
internal static class Ways
{
    public static WorkspaceCredential CredentialOf(HttpTransport transport) => (WorkspaceCredential)transport.Credential;

    public static bool IsProgrammatic(HttpTransport transport) => CredentialOf(transport).IsProgrammatic;

    public static void RequireConsole(HttpTransport transport, string operation)
    {
        if (IsProgrammatic(transport))
        {
            throw new WorkspaceException(
                WorkspaceProblem.NotThisWay,
                Strings.FormatWayCannot(transport.Server.DisplayName, operation),
                operation,
                transport,
                Strings.ActionConsoleWayIn
            );
        }
    }
}

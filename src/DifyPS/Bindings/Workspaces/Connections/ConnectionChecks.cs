using System;
using System.Management.Automation;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>What is told about connections that cannot be used as they stand.</summary>
internal static class ConnectionChecks
{
    /// <summary>The console of a connection; throws <c>InvalidServer</c>.</summary>
    public static DifyServer Server(string? server, bool allowUnencrypted, bool skipCertificateCheck, string? connection)
    {
        try
        {
            return WorkspaceServer.Create(server, allowUnencrypted, skipCertificateCheck);
        }
        catch (ArgumentException e)
        {
            throw new DifyCommandException(
                "InvalidServer",
                ErrorCategory.InvalidArgument,
                connection is null ? ErrorRecords.Sentence(e) : Strings.FormatWorkspaceServerInvalid(connection, ErrorRecords.Sentence(e)),
                Strings.WorkspaceServerInvalidAction,
                innerException: e
            );
        }
    }

    /// <summary>What is told where an entry, or what is kept for it, is not what was sealed.</summary>
    public static DifyCommandException Changed(WorkspaceConnection connection, string registry, string reason) =>
        new(
            "WorkspaceConnectionChanged",
            ErrorCategory.SecurityError,
            Strings.FormatWorkspaceConnectionChanged(connection.Name, registry, reason),
            Strings.FormatWorkspaceConnectionChangedAction(Quoting.Quote(connection.Name), ServerOf(connection))
        );

    /// <summary>The same where it is to be forgotten: nothing shows that its secret is its own to delete.</summary>
    public static DifyCommandException Edited(WorkspaceConnection connection, string registry) =>
        new(
            "WorkspaceConnectionChanged",
            ErrorCategory.SecurityError,
            Strings.FormatWorkspaceConnectionEdited(connection.Name, registry, connection.Secret, connection.Vault),
            Strings.FormatWorkspaceConnectionEditedAction(Quoting.Quote(connection.Name))
        );

    /// <summary>What is told where the secret of a connection is gone.</summary>
    public static DifyCommandException SecretMissing(WorkspaceConnection connection) =>
        new(
            "SecretMissing",
            ErrorCategory.ObjectNotFound,
            Strings.FormatWorkspaceSecretMissing(connection.Name, connection.Vault, connection.Secret),
            Strings.FormatWorkspaceConnectAgainAction(Quoting.Quote(connection.Name), ServerOf(connection))
        );

    /// <summary>What is told in a process that has not signed in, where nothing is kept.</summary>
    public static DifyCommandException NotSignedIn(WorkspaceConnection connection) =>
        new(
            "WorkspaceNotSignedIn",
            ErrorCategory.AuthenticationError,
            Strings.FormatWorkspaceNotSignedIn(connection.Name),
            Strings.FormatWorkspaceNotSignedInAction(ConnectionAdvice.CommandFor(connection))
        );

    // By the entry, which somebody may have edited: for people to look at before they run it.
    private static string ServerOf(WorkspaceConnection connection) => Quoting.Quote(ShownAddress.Of(connection.Server));
}

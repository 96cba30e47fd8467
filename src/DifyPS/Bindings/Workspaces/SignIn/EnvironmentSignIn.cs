using System;
using System.Management.Automation;
using Dify.Client;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.SignIn;

/// <summary>The sign-in that stands in the environment, by the names that Dify's own command line has for it.</summary>
internal sealed record EnvironmentSignIn(string Server, ApiKey Token, string? WorkspaceId)
{
    public const string ServerVariable = "DIFY_SERVER";
    public const string TokenVariable = "DIFY_TOKEN";
    public const string WorkspaceVariable = "DIFY_WORKSPACE_ID";

    /// <summary>Whether the environment has a server and a token, whatever they are worth.</summary>
    public static bool IsThere => Variable(ServerVariable) is not null && Variable(TokenVariable) is not null;

    /// <summary>Throws <c>EnvironmentIncomplete</c> where the server or the token is missing.</summary>
    public static EnvironmentSignIn Read()
    {
        var server = Variable(ServerVariable) ?? throw Missing(ServerVariable);
        var token = Variable(TokenVariable) ?? throw Missing(TokenVariable);
        try
        {
            var key = ApiKey.FromString(token);
            HeldKeys.Add(key);
            return new EnvironmentSignIn(server, key, Variable(WorkspaceVariable));
        }
        catch (ArgumentException e)
        {
            throw new DifyCommandException(
                "InvalidApiKey",
                ErrorCategory.InvalidArgument,
                Strings.FormatEnvironmentTokenInvalid(TokenVariable, ErrorRecords.Sentence(e)),
                Strings.WorkspaceKeyInvalidAction,
                innerException: e
            );
        }
    }

    /// <summary>Throws where the environment names another server than the connection.</summary>
    public EnvironmentSignIn RequireServerOf(WorkspaceConnection connection)
    {
        var server = ConnectionChecks.Server(
            Server,
            connection.AllowUnencryptedAuthentication,
            connection.SkipCertificateCheck,
            connection.Name
        );
        if (!string.Equals(server.BaseUri.AbsoluteUri, connection.Server, StringComparison.Ordinal))
        {
            throw new DifyCommandException(
                "WorkspaceConnectionChanged",
                ErrorCategory.SecurityError,
                Strings.FormatEnvironmentOtherServer(connection.Name, new Uri(connection.Server).Authority, ServerVariable),
                Strings.FormatEnvironmentOtherServerAction(ServerVariable, Quoting.Quote(connection.Name))
            );
        }

        return this;
    }

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static DifyCommandException Missing(string variable) =>
        new(
            "EnvironmentIncomplete",
            ErrorCategory.InvalidArgument,
            Strings.FormatEnvironmentIncomplete(variable),
            Strings.FormatEnvironmentIncompleteAction(ServerVariable, TokenVariable, WorkspaceVariable)
        );
}

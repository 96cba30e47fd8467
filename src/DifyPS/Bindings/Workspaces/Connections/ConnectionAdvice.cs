using System;
using System.Management.Automation;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// What to do about a sign-in that is over: the client knows no names and no commands, so that what it says is completed here.
/// </summary>
internal static class ConnectionAdvice
{
    /// <summary>The command that signs a connection in again by its own way.</summary>
    public static string CommandFor(WorkspaceConnection connection) =>
        Strings.FormatConnectCommand(Quoting.Quote(connection.Name), ParametersOf(connection));

    /// <summary>The command that makes a connection for a server by a way.</summary>
    public static string CommandFor(string name, DifyServer server, string way) =>
        Strings.FormatConnectCommand(
            Quoting.Quote(name),
            $"-Server {Quoting.Quote(server.BaseUri.GetLeftPart(UriPartial.Authority))} {ParametersOf(way)}"
        );

    /// <summary>The same error with the command that helps; null for one that signing in again does not help with.</summary>
    public static DifyCommandException? Complete(Exception error, Func<string> command) =>
        error is WorkspaceException { Code: var code } ended && IsOver(code) ? Complete(ended, ended.Code, command) : null;

    /// <summary>The same for what the console of a connection answers, which has no other way to say that a token is over.</summary>
    public static DifyCommandException? Complete(Exception error, WorkspaceConnection connection) =>
        error is DifyApiException { StatusCode: 401, Code: "unauthorized" or "invalid_token" or "token_expired" } refused
            ? Complete(refused, refused.Code, () => CommandFor(connection))
            : Complete(error, () => CommandFor(connection));

    /// <summary>What to do, with the command.</summary>
    public static string? Of(DifyException error, WorkspaceConnection connection) =>
        Complete(error, connection)?.RecommendedAction ?? error.RecommendedAction;

    private static bool IsOver(string code) =>
        code
            is WorkspaceProblem.SessionEnded
                or WorkspaceProblem.DeviceDenied
                or WorkspaceProblem.DeviceCodeExpired
                or WorkspaceProblem.CodeRefused;

    private static DifyCommandException Complete(DifyException error, string code, Func<string> command) =>
        new(
            code,
            error is DifyApiException ? ErrorCategory.AuthenticationError : WorkspaceErrors.CategoryOf(code),
            error.Message,
            Strings.FormatConnectAgainBy(error.RecommendedAction, command()).Trim(),
            innerException: error
        );

    private static string ParametersOf(WorkspaceConnection connection) =>
        connection is { IsKept: true, OwnsSecret: false } ? "-SecretName " + Quoting.Quote(connection.Secret!)
        : connection.IsKept && connection.Way != WaysIn.AdminKey ? ParametersOf(connection.Way) + " -Remember"
        : ParametersOf(connection.Way);

    private static string ParametersOf(string way) =>
        way switch
        {
            WaysIn.EmailCode => "-EmailCode",
            WaysIn.AdminKey => "-AdminKey (Read-Host -AsSecureString)",
            WaysIn.DeviceCode => "-DeviceCode",
            WaysIn.Token => "-FromEnvironment",
            _ => "-Credential (Get-Credential)",
        };
}

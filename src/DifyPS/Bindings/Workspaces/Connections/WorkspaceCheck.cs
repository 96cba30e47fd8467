using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// Finds out whether a connection still holds: what is kept for it, whether the server takes it, and where the account is. A session that
/// has grown old is renewed for it, and a role that is another one is noted, as by any command; nothing else is changed.
/// </summary>
internal sealed class WorkspaceCheck(WorkspaceConnector connector)
{
    public async Task<DifyWorkspaceStatus> RunAsync(WorkspaceConnection connection, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var open = await connector.OpenAsync(connection, cancellationToken).ConfigureAwait(false);
            var current = await open.Client.Workspaces.GetCurrentAsync(cancellationToken).ConfigureAwait(false);
            var present = await connector.TakePresentAsync(open, current, cancellationToken).ConfigureAwait(false);
            var isRenamed = connection.WorkspaceName is { } known && current.Name.Length > 0 && current.Name != known;
            return Of(connection) with
            {
                Status = isRenamed ? WorkspaceHealth.Renamed : WorkspaceHealth.Ok,
                WorkspaceName = current.Name is { Length: > 0 } name ? name : connection.WorkspaceName,
                Role = present.Role,
                ServerVersion = present.ServerVersion,
                Latency = watch.Elapsed,
                Message = isRenamed ? Strings.FormatWorkspaceRenamed(connection.WorkspaceName) : null,
                RecommendedAction = isRenamed ? Strings.FormatWorkspaceRenamedAction(Quoting.Quote(connection.Name)) : null,
            };
        }
        catch (DifyCommandException e)
        {
            return Finding(connection, HealthOf(e.ErrorId), e.Message, e.RecommendedAction);
        }
        catch (WorkspaceException e)
        {
            return Finding(connection, HealthOf(e.Code), e.Message, ConnectionAdvice.Of(e, connection)) with { Latency = watch.Elapsed };
        }
        catch (DifyApiException e)
        {
            var health = e.StatusCode switch
            {
                401 => WaysIn.IsProgrammatic(connection.Way) ? WorkspaceHealth.SessionEnded : WorkspaceHealth.SignInRefused,
                403 or 404 => WorkspaceHealth.NotAllowed,
                _ => WorkspaceHealth.Unreachable,
            };
            return Finding(connection, health, e.Message, ConnectionAdvice.Of(e, connection)) with { Latency = watch.Elapsed };
        }
        catch (DifyException e)
        {
            return Finding(connection, WorkspaceHealth.Unreachable, e.Message, e.RecommendedAction);
        }
    }

    private static WorkspaceHealth HealthOf(string code) =>
        code switch
        {
            WorkspaceProblem.WorkspaceChanged => WorkspaceHealth.WorkspaceChanged,
            WorkspaceProblem.PasswordRefused or WorkspaceProblem.AccountNotFound or WorkspaceProblem.SignInFailed =>
                WorkspaceHealth.SignInRefused,
            WorkspaceProblem.AccountLocked or WorkspaceProblem.AccountBanned or WorkspaceProblem.AccountNotActive =>
                WorkspaceHealth.AccountLocked,
            WorkspaceProblem.SessionEnded => WorkspaceHealth.SessionEnded,
            "WorkspaceNotSignedIn" => WorkspaceHealth.NotSignedIn,
            "WorkspaceConnectionChanged" or "InvalidServer" => WorkspaceHealth.ConnectionChanged,
            "SecretMissing" or "VaultNotFound" or "SecretManagementMissing" or "EnvironmentIncomplete" => WorkspaceHealth.SecretMissing,
            "VaultLocked" or "VaultFailed" => WorkspaceHealth.VaultLocked,
            "InvalidApiKey" or "SecretNotAKey" => WorkspaceHealth.SignInRefused,
            WorkspaceProblem.ServerNotSetUp => WorkspaceHealth.Unreachable,
            _ => WorkspaceHealth.NotAllowed,
        };

    private static DifyWorkspaceStatus Finding(WorkspaceConnection connection, WorkspaceHealth health, string message, string? action) =>
        Of(connection) with
        {
            Status = health,
            Message = message,
            RecommendedAction = action,
        };

    private static DifyWorkspaceStatus Of(WorkspaceConnection connection) =>
        new()
        {
            Name = connection.Name,
            WorkspaceName = connection.WorkspaceName,
            Role = connection.Role,
            ServerVersion = connection.ServerVersion,
            Server = new Uri(connection.Server),
            ExpiresAt = connection.Expires?.ToLocalTime(),
        };
}

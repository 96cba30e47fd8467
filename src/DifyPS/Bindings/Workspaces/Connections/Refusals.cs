using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// Sign-ins that a server refused. Five wrong passwords lock an account for a day, so that what was refused is not given again, by no
/// process, until somebody connects anew or what is kept changes.
/// </summary>
internal static class Refusals
{
    // Dify's own time, and an hour for clocks that differ.
    private static readonly TimeSpan Lockout = TimeSpan.FromHours(25);

    /// <summary>Whether trying again does harm.</summary>
    public static bool IsFinal(string code) =>
        code is WorkspaceProblem.PasswordRefused or WorkspaceProblem.AccountLocked or WorkspaceProblem.AccountBanned;

    /// <summary>What is told instead of trying again; null when it was not refused.</summary>
    public static DifyCommandException? Of(WorkspaceConnection connection, string fingerprint)
    {
        if (connection.RefusedFor is not { } code || connection.Refused != fingerprint)
            return null;
        if (code == WorkspaceProblem.AccountLocked && !(DateTimeOffset.UtcNow - connection.RefusedAt < Lockout))
            return null;
        return new DifyCommandException(
            code,
            WorkspaceErrors.CategoryOf(code),
            Strings.FormatWorkspaceRefusedBefore(
                connection.Name,
                connection.Account,
                DisplayFormat.Time(connection.RefusedAt?.ToLocalTime()),
                code
            ),
            Strings.FormatWorkspaceRefusedBeforeAction(Quoting.Quote(connection.Name))
        );
    }

    /// <summary>Notes a refusal for all processes. Where the registry cannot be written, nobody is told of that besides.</summary>
    public static async Task NoteAsync(AppRegistry registry, WorkspaceConnection connection, string? fingerprint, string code)
    {
        try
        {
            await registry
                .UpdateWorkspacesAsync(
                    all =>
                        Task.FromResult<System.Collections.Generic.IReadOnlyList<WorkspaceConnection>?>(
                            [
                                .. all.Select(one =>
                                    AppName.Comparer.Equals(one.Name, connection.Name)
                                        ? one with
                                        {
                                            Refused = fingerprint,
                                            RefusedFor = code,
                                            RefusedAt = DateTimeOffset.UtcNow,
                                        }
                                        : one
                                ),
                            ]
                        ),
                    CancellationToken.None
                )
                .ConfigureAwait(false);
        }
        catch (DifyCommandException)
        {
            // The refusal itself is what people have to know.
        }
    }
}

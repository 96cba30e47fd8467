using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.SignIn;
using DifyPS.Common;

namespace DifyPS.Bindings.Workspaces.Connections;

/// <summary>
/// Finds the workspace that a connection is to be for. Nobody is moved to another one unless that was asked for: it is one workspace for
/// all sessions of an account, those of the browser too.
/// </summary>
internal sealed class WorkspaceChoice(string name, DifyServer server, DifyClientOptions options)
{
    /// <summary>The error of a sign-in that does not open a workspace.</summary>
    public const string WorkspaceNotOpened = "WorkspaceNotOpened";

    private const int ListedAtMost = 20;

    /// <summary>Workspaces by name and id, for people to choose from.</summary>
    public static string Listed(IReadOnlyList<Workspace> all) =>
        string.Join(", ", all.Take(ListedAtMost).Select(Described)) + (all.Count > ListedAtMost ? ", …" : string.Empty);

    /// <summary>The workspace, and the client that is in it.</summary>
    /// <param name="signedIn">What has signed in.</param>
    /// <param name="wanted">The workspace that was asked for; null where none was.</param>
    /// <param name="known">The one that the name was connected to before: where there are several, it is meant.</param>
    /// <param name="maySwitch">Whether the account may be moved.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public Task<(Workspace Workspace, WorkspaceClient Client)> MakeAsync(
        SignedIn signedIn,
        string? wanted,
        string? known,
        bool maySwitch,
        CancellationToken cancellationToken
    ) =>
        signedIn.Way switch
        {
            WaysIn.AdminKey => OfAdminKeyAsync(signedIn, wanted, known, cancellationToken),
            WaysIn.DeviceCode or WaysIn.Token => OfTokenAsync(signedIn, wanted, known, cancellationToken),
            _ => OfSessionAsync(signedIn, wanted, known, maySwitch, cancellationToken),
        };

    private async Task<(Workspace, WorkspaceClient)> OfSessionAsync(
        SignedIn signedIn,
        string? wanted,
        string? known,
        bool maySwitch,
        CancellationToken cancellationToken
    )
    {
        var client = signedIn.Client;
        var all = await client.Workspaces.ListAsync(cancellationToken).ConfigureAwait(false);
        var chosen = Choose(signedIn.Way, all, wanted, known);
        var current = await client.Workspaces.GetCurrentAsync(cancellationToken).ConfigureAwait(false);
        if (DifyId.AreSame(current.Id, chosen.Id))
            return (current, client);
        if (!maySwitch)
        {
            throw new DifyCommandException(
                "WorkspaceNotCurrent",
                ErrorCategory.InvalidOperation,
                Strings.FormatWorkspaceNotCurrent(name, Described(chosen), signedIn.Account, Described(current)),
                Strings.FormatWorkspaceNotCurrentAction(chosen.Name)
            );
        }

        await client.Workspaces.SwitchAsync(chosen.Id, cancellationToken).ConfigureAwait(false);
        return (await client.Workspaces.RequireCurrentAsync(chosen.Id, cancellationToken).ConfigureAwait(false), client);
    }

    private async Task<(Workspace, WorkspaceClient)> OfAdminKeyAsync(
        SignedIn signedIn,
        string? wanted,
        string? known,
        CancellationToken cancellationToken
    )
    {
        var id = wanted;
        if (id is null)
        {
            var all = new List<Workspace>();
            await foreach (var one in signedIn.Client.Workspaces.ListAllAsync(cancellationToken).ConfigureAwait(false))
                all.Add(one);
            id = Choose(signedIn.Way, all, null, known).Id;
        }

        // Asked in the workspace itself: only so is it known that the key opens it.
        var client = new WorkspaceClient(server, new AdminKeyCredential(signedIn.Bearer!, id), options);
        var current = await client.Workspaces.GetCurrentAsync(cancellationToken).ConfigureAwait(false);
        return DifyId.AreSame(current.Id, id) ? (current, client) : throw NoMember(id, [current]);
    }

    private async Task<(Workspace, WorkspaceClient)> OfTokenAsync(
        SignedIn signedIn,
        string? wanted,
        string? known,
        CancellationToken cancellationToken
    )
    {
        var all = await signedIn.Client.Workspaces.ListAsync(cancellationToken).ConfigureAwait(false);
        // What a device is given is where the account happens to be; what the environment says, somebody has said.
        var chosen =
            signedIn.Way == WaysIn.Token
                ? Choose(signedIn.Way, all, wanted, signedIn.WorkspaceId, known)
                : Choose(signedIn.Way, all, wanted, known, signedIn.WorkspaceId);
        var credential = new DeviceCodeCredential(signedIn.Bearer!, chosen.Id, signedIn.Expires, signedIn.Account);
        return (chosen, new WorkspaceClient(server, credential, options));
    }

    private Workspace Choose(string way, IReadOnlyList<Workspace> all, string? wanted, params string?[] suggested)
    {
        if (wanted is not null)
            return all.FirstOrDefault(one => DifyId.AreSame(one.Id, wanted)) ?? throw NoMember(wanted, all);
        if (all.Count == 1)
            return all[0];
        foreach (var id in suggested)
        {
            if (id is not null && all.FirstOrDefault(one => DifyId.AreSame(one.Id, id)) is { } named)
                return named;
        }

        throw new DifyCommandException(
            "WorkspaceIdRequired",
            ErrorCategory.InvalidArgument,
            all.Count == 0
                ? Strings.FormatWorkspaceNoneThere(name, server.DisplayName)
                : Strings.FormatWorkspaceIdRequired(name, server.DisplayName, all.Count, Listed(all)),
            way == WaysIn.Token ? Strings.WorkspaceIdRequiredEnvironmentAction
                : WaysIn.IsSession(way) ? Strings.WorkspaceIdRequiredAction
                : Strings.WorkspaceIdRequiredKeyAction
        );
    }

    private DifyCommandException NoMember(string wanted, IReadOnlyList<Workspace> all) =>
        new(
            WorkspaceNotOpened,
            ErrorCategory.PermissionDenied,
            Strings.FormatWorkspaceNotOpened(name, wanted, server.DisplayName),
            Strings.FormatWorkspaceNotOpenedAction(Listed(all))
        );

    private static string Described(Workspace one) => $"'{one.Name}' ({one.Id})";
}

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
    public Task<(Workspace Workspace, WorkspaceClient Client)> MakeAsync(
        SignedIn signedIn,
        string? wanted,
        bool maySwitch,
        CancellationToken cancellationToken
    ) =>
        signedIn.Way switch
        {
            WaysIn.AdminKey => OfAdminKeyAsync(signedIn, wanted, cancellationToken),
            WaysIn.DeviceCode or WaysIn.Token => OfTokenAsync(signedIn, wanted, cancellationToken),
            _ => OfSessionAsync(signedIn, wanted, maySwitch, cancellationToken),
        };

    private async Task<(Workspace, WorkspaceClient)> OfSessionAsync(
        SignedIn signedIn,
        string? wanted,
        bool maySwitch,
        CancellationToken cancellationToken
    )
    {
        var client = signedIn.Client;
        var all = await client.Workspaces.ListAsync(cancellationToken).ConfigureAwait(false);
        var chosen = Choose(all, wanted, null);
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
        CancellationToken cancellationToken
    )
    {
        var id = wanted;
        if (id is null)
        {
            var all = new List<Workspace>();
            await foreach (var one in signedIn.Client.Workspaces.ListAllAsync(cancellationToken).ConfigureAwait(false))
                all.Add(one);
            id = Choose(all, null, null).Id;
        }

        // Asked in the workspace itself: only so is it known that the key opens it.
        var client = new WorkspaceClient(server, new AdminKeyCredential(signedIn.Bearer!, id), options);
        var current = await client.Workspaces.GetCurrentAsync(cancellationToken).ConfigureAwait(false);
        return DifyId.AreSame(current.Id, id) ? (current, client) : throw NoMember(id, [current]);
    }

    private async Task<(Workspace, WorkspaceClient)> OfTokenAsync(SignedIn signedIn, string? wanted, CancellationToken cancellationToken)
    {
        var all = await signedIn.Client.Workspaces.ListAsync(cancellationToken).ConfigureAwait(false);
        var chosen = Choose(all, wanted, signedIn.WorkspaceId);
        var credential = new DeviceCodeCredential(signedIn.Bearer!, chosen.Id, signedIn.Expires, signedIn.Account);
        return (chosen, new WorkspaceClient(server, credential, options));
    }

    private Workspace Choose(IReadOnlyList<Workspace> all, string? wanted, string? suggested)
    {
        if (wanted is not null)
            return all.FirstOrDefault(one => DifyId.AreSame(one.Id, wanted)) ?? throw NoMember(wanted, all);
        if (all.Count == 1)
            return all[0];
        if (suggested is not null && all.FirstOrDefault(one => DifyId.AreSame(one.Id, suggested)) is { } named)
            return named;
        throw new DifyCommandException(
            "WorkspaceIdRequired",
            ErrorCategory.InvalidArgument,
            all.Count == 0
                ? Strings.FormatWorkspaceNoneThere(name, server.DisplayName)
                : Strings.FormatWorkspaceIdRequired(name, server.DisplayName, all.Count, Listed(all)),
            Strings.WorkspaceIdRequiredAction
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

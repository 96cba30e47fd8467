using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.SignIn;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

// What connecting is made of.
public sealed partial class ConnectDifyWorkspaceCommand
{
    private async Task ConnectAsync(string? name, PipelineContext context, CancellationToken cancellationToken)
    {
        var connection =
            ParameterSetName == AgainSet
                ? await RenewAsync(name, context, cancellationToken).ConfigureAwait(false)
                : await RegisterAsync(name, context, cancellationToken).ConfigureAwait(false);
        if (connection is null)
            return;
        context.WriteVerbose(
            Strings.FormatVerboseConnected(
                connection.Name,
                connection.WorkspaceName ?? connection.WorkspaceId,
                new Uri(connection.Server).Authority
            )
        );
        if (PassThru)
            context.WriteObject(WorkspaceOutput.Of(context.Registry, connection));
    }

    private async Task<WorkspaceConnection?> RenewAsync(string? name, PipelineContext context, CancellationToken cancellationToken)
    {
        if (name is not null)
            context.Registry.RequireSoundWorkspace(name);
        if (name is null ? context.Registry.Workspaces.Count == 0 : context.Registry.FindWorkspace(name) is null)
        {
            throw new DifyCommandException(
                "SignInRequired",
                ErrorCategory.InvalidArgument,
                name is null ? Strings.WorkspaceNone : Strings.FormatSignInRequired(name),
                Strings.SignInRequiredAction
            );
        }

        var connection = context.Registry.GetWorkspace(name);
        if (Server is not null)
            ConnectionConflicts.NameIsFree([connection], connection.Name, ServerOf(Server, null));
        var action = Switch ? Strings.FormatConfirmSwitch(new Uri(connection.Server).Authority) : Strings.ConfirmConnectAgain;
        return await context.ShouldProcessAsync(connection.Name, action, cancellationToken).ConfigureAwait(false)
            ? await RenewAsync(connection, context, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private async Task<WorkspaceConnection> RenewAsync(
        WorkspaceConnection connection,
        PipelineContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Registrar(context).RenewAsync(connection, WorkspaceId, Switch, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyException e) when (ConnectionAdvice.Complete(e, connection) is { } told)
        {
            throw told;
        }
    }

    private async Task<WorkspaceConnection?> RegisterAsync(string? given, PipelineContext context, CancellationToken cancellationToken)
    {
        var environment = ParameterSetName == EnvironmentSet ? EnvironmentSignIn.Read() : null;
        var server = await FindServerAsync(given, environment, context, cancellationToken).ConfigureAwait(false);
        var name = given ?? ConnectionName.For(server);
        context.Registry.RequireSoundWorkspace(name);
        ConnectionConflicts.NameIsFree(context.Registry.Workspaces, name, server);
        var kept = VaultOf(context.Registry.FindWorkspace(name));
        var vault = Keeps || kept is not null
            ? await context.Vaults.ResolveAsync(Vault ?? kept, cancellationToken).ConfigureAwait(false)
            : null;
        if (vault is not null && SecretName is null)
            await Registrar(context).RequireFreePlaceAsync(name, server, vault, AdminKey, cancellationToken).ConfigureAwait(false);
        var host = server.BaseUri.Authority;
        var action = vault is null ? Strings.FormatConfirmConnect(host) : Strings.FormatConfirmConnectKept(host, vault);
        if (!await context.ShouldProcessAsync(name, action, cancellationToken).ConfigureAwait(false))
            return null;
        var request = new ConnectionRequest
        {
            Name = name,
            Server = server,
            Vault = vault,
            Secret = SecretName,
            WorkspaceId = WorkspaceId,
            KnownWorkspaceId = await FindKnownAsync(name, server, context, cancellationToken).ConfigureAwait(false),
            Switch = Switch,
        };
        try
        {
            var signedIn = await SignInAsync(request, environment, context, cancellationToken).ConfigureAwait(false);
            if (environment is not null)
                context.WriteWarning(Strings.FormatWorkspaceWayMakesNoKeys(name, WaysIn.Describe(WaysIn.Token)));
            return await Registrar(context).RegisterAsync(request, signedIn, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkspaceException e) when (ConnectionAdvice.Complete(e, () => Command(name, server)) is { } told)
        {
            throw told;
        }
    }

    // Whoever signs in again need not say again that it is to be remembered: the next process would have no sign-in, and nobody would know.
    private string? VaultOf(WorkspaceConnection? before) =>
        ParameterSetName is CredentialSet or EmailCodeSet or DeviceCodeSet
        && !MyInvocation.BoundParameters.ContainsKey(nameof(Remember))
        && before is { IsKept: true, OwnsSecret: true, Way: not WaysIn.AdminKey }
            ? before.Vault
            : null;

    private async Task<SignedIn> SignInAsync(
        ConnectionRequest request,
        EnvironmentSignIn? environment,
        PipelineContext context,
        CancellationToken cancellationToken
    )
    {
        var desk = new SignInDesk(request, context.Workspaces.Options);
        return ParameterSetName switch
        {
            CredentialSet => await desk.WithPasswordAsync(Credential!, cancellationToken).ConfigureAwait(false),
            EmailCodeSet => await new SignInDialogue(desk, context, request.Name).ByEmailAsync(cancellationToken).ConfigureAwait(false),
            AdminKeySet => desk.WithAdminKey(AdminKey!, isProvided: false),
            DeviceCodeSet => await new SignInDialogue(desk, context, request.Name).ByDeviceAsync(cancellationToken).ConfigureAwait(false),
            EnvironmentSet => await desk.WithEnvironmentAsync(environment!, cancellationToken).ConfigureAwait(false),
            _ => await desk.WithSecretAsync(context.Vaults, cancellationToken).ConfigureAwait(false),
        };
    }

    // As it was typed, for another try.
    private string Command(string name, DifyServer server) =>
        ConnectionAdvice.CommandFor(
            name,
            server,
            ParameterSetName switch
            {
                EmailCodeSet => WaysIn.EmailCode,
                DeviceCodeSet => WaysIn.DeviceCode,
                AdminKeySet => WaysIn.AdminKey,
                EnvironmentSet => WaysIn.Token,
                _ => WaysIn.Password,
            }
        ) + (Remember ? " -Remember" : string.Empty);

    // A name that is bound already stands for its server; but only where something shows that the entry is as it was made.
    private async Task<DifyServer> FindServerAsync(
        string? name,
        EnvironmentSignIn? environment,
        PipelineContext context,
        CancellationToken cancellationToken
    )
    {
        if ((environment?.Server ?? Server) is { } given)
            return ServerOf(given, null);
        if (name is null || context.Registry.FindWorkspace(name) is not { } known)
        {
            // What is meant for a server of one's own is not to be given to Dify Cloud.
            return name is null || name.IndexOfAny(['/', ':', '.']) < 0
                ? ServerOf(null, null)
                : throw new DifyCommandException(
                    "WorkspaceServerRequired",
                    ErrorCategory.InvalidArgument,
                    Strings.FormatWorkspaceNameIsAddress(ShownAddress.Of(name)),
                    Strings.FormatWorkspaceNameIsAddressAction(Quoting.Quote(ShownAddress.Of(name)))
                );
        }

        return await context.Workspaces.IsVouchedAsync(known, cancellationToken).ConfigureAwait(false)
            ? ServerOf(known.Server, known)
            : throw new DifyCommandException(
                "WorkspaceServerRequired",
                ErrorCategory.InvalidArgument,
                Strings.FormatWorkspaceServerRequired(known.Name),
                Strings.FormatWorkspaceServerRequiredAction(Quoting.Quote(known.Name), known.Server)
            );
    }

    // So does it for its workspace.
    private async Task<string?> FindKnownAsync(
        string name,
        DifyServer server,
        PipelineContext context,
        CancellationToken cancellationToken
    ) =>
        WorkspaceId is null
        && context.Registry.FindWorkspace(name) is { } known
        && known.Server == server.BaseUri.AbsoluteUri
        && await context.Workspaces.IsVouchedAsync(known, cancellationToken).ConfigureAwait(false)
            ? known.WorkspaceId
            : null;

    private DifyServer ServerOf(string? address, WorkspaceConnection? known) =>
        ConnectionChecks.Server(
            address,
            AllowUnencryptedAuthentication || known is { AllowUnencryptedAuthentication: true },
            SkipCertificateCheck || known is { SkipCertificateCheck: true },
            known?.Name
        );

    private static ConnectionRegistrar Registrar(PipelineContext context) => new(context.Registry, context.Vaults, context.Workspaces);
}

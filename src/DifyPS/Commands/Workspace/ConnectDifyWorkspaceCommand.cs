using System;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.SignIn;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Signs in at the console of a Dify server and binds one of its workspaces to a name. The dialect is chosen by the server's version
/// before anything secret is sent.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "DifyWorkspace", SupportsShouldProcess = true, DefaultParameterSetName = AgainSet)]
[OutputType(typeof(DifyWorkspace))]
public sealed class ConnectDifyWorkspaceCommand : DifyCmdlet
{
    private const string AgainSet = "Again";
    private const string CredentialSet = "Credential";
    private const string EmailCodeSet = "EmailCode";
    private const string AdminKeySet = "AdminKey";
    private const string DeviceCodeSet = "DeviceCode";
    private const string EnvironmentSet = "Environment";
    private const string SecretSet = "Secret";

    /// <summary>The name to bind; the host's name when missing.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Workspace")]
    [WorkspaceNameArgument("Name", "Workspace")]
    [ArgumentCompleter(typeof(WorkspaceNameCompleter))]
    public string? Name { get; set; }

    /// <summary>The account's e-mail address and password.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CredentialSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Ask for an e-mail address, and then for the code that is sent there.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EmailCodeSet)]
    [TruthArgument]
    public SwitchParameter EmailCode { get; set; }

    /// <summary>The server's admin key (ADMIN_API_KEY), which the vault keeps.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AdminKeySet)]
    [SecureStringFromText]
    public SecureString? AdminKey { get; set; }

    /// <summary>Show a code, and wait until somebody allows it in a browser.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeviceCodeSet)]
    [TruthArgument]
    public SwitchParameter DeviceCode { get; set; }

    /// <summary>Use the server and the token of the environment: DIFY_SERVER, DIFY_TOKEN, DIFY_WORKSPACE_ID.</summary>
    [Parameter(Mandatory = true, ParameterSetName = EnvironmentSet)]
    [TruthArgument]
    public SwitchParameter FromEnvironment { get; set; }

    /// <summary>A secret that somebody else provides: an account with its password, or an admin key.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SecretSet)]
    [TextArgument]
    public string? SecretName { get; set; }

    /// <summary>Address of the console; a bare host gets https. Dify Cloud when missing.</summary>
    [Parameter(Position = 1, ParameterSetName = AgainSet)]
    [Parameter(Position = 1, ParameterSetName = CredentialSet)]
    [Parameter(Position = 1, ParameterSetName = EmailCodeSet)]
    [Parameter(Position = 1, ParameterSetName = AdminKeySet)]
    [Parameter(Position = 1, ParameterSetName = DeviceCodeSet)]
    [Parameter(Position = 1, ParameterSetName = SecretSet)]
    [ServerArgument]
    public string? Server { get; set; }

    /// <summary>The vault that keeps what signs in; the default vault when missing.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = EmailCodeSet)]
    [Parameter(ParameterSetName = AdminKeySet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ArgumentCompleter(typeof(VaultNameCompleter))]
    [TextArgument]
    public string? Vault { get; set; }

    /// <summary>The workspace; needed where there are several.</summary>
    [Parameter(ParameterSetName = AgainSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = EmailCodeSet)]
    [Parameter(ParameterSetName = AdminKeySet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [ArgumentCompleter(typeof(WorkspaceIdCompleter))]
    [TextArgument]
    public string? WorkspaceId { get; set; }

    /// <summary>Keep what signs in in the vault, for other processes; otherwise the session lives in this process only.</summary>
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = EmailCodeSet)]
    [Parameter(ParameterSetName = DeviceCodeSet)]
    [TruthArgument]
    public SwitchParameter Remember { get; set; }

    /// <summary>Move the account to the workspace where it is in another. That moves the person's browser as well.</summary>
    [Parameter(ParameterSetName = AgainSet)]
    [Parameter(ParameterSetName = CredentialSet)]
    [Parameter(ParameterSetName = EmailCodeSet)]
    [Parameter(ParameterSetName = SecretSet)]
    [TruthArgument]
    public SwitchParameter Switch { get; set; }

    /// <summary>Allow secrets to travel over plain http.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Do not check the server's certificate.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Give the connection.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter PassThru { get; set; }

    private bool Keeps => Remember || ParameterSetName is AdminKeySet or SecretSet;

    /// <summary>Connects.</summary>
    protected override void ProcessRecord()
    {
        string? name = null;
        var shown = Name is null ? null : ShownAddress.Of(Name);
        if (TryItem(shown, () => name = Name is null ? null : ConnectionName.Validate(Name)))
            RunItem(shown, (context, token) => ConnectAsync(name, context, token));
    }

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
        var vault = Keeps ? await context.Vaults.ResolveAsync(Vault, cancellationToken).ConfigureAwait(false) : null;
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

    private DifyServer ServerOf(string? address, WorkspaceConnection? known) =>
        ConnectionChecks.Server(
            address,
            AllowUnencryptedAuthentication || known is { AllowUnencryptedAuthentication: true },
            SkipCertificateCheck || known is { SkipCertificateCheck: true },
            known?.Name
        );

    private static ConnectionRegistrar Registrar(PipelineContext context) => new(context.Registry, context.Vaults, context.Workspaces);
}

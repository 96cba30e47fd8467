using System.Management.Automation;
using System.Security;
using DifyPS.Bindings.Workspaces.Connections;
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
public sealed partial class ConnectDifyWorkspaceCommand : DifyCmdlet
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
    [AccountCredential]
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
}

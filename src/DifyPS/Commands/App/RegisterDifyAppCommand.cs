using System.Management.Automation;
using System.Security;
using DifyPS.Bindings.Identity;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Binds an app's key to a name: stores the key in a vault, asks Dify which app it opens
/// (<c>GET /info</c>, <c>GET /parameters</c>), and notes the answer in the registry.
/// </summary>
[Cmdlet(VerbsLifecycle.Register, "DifyApp", SupportsShouldProcess = true, DefaultParameterSetName = KeySet)]
[OutputType(typeof(DifyApp))]
[WorksWith(AppScope.Any)]
public sealed partial class RegisterDifyAppCommand : DifyCmdlet
{
    private const string KeySet = "Key";
    private const string VaultSet = "FromVault";

    /// <summary>The name to bind; with -FromVault a pattern of the names to rebuild.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = KeySet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = VaultSet)]
    [Alias("App")]
    [AppNameArgument("Name", "App")]
    public string? Name { get; set; }

    /// <summary>The app's key; asked for when missing.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = KeySet)]
    [SecureStringFromText]
    public SecureString? ApiKey { get; set; }

    /// <summary>
    /// API base URL; a bare host gets https and /v1. Dify Cloud, or the one beside the workspace's console, when missing.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = KeySet)]
    [ServerArgument]
    public string? Server { get; set; }

    /// <summary>The vault to keep the key in; the default vault when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = KeySet)]
    [ArgumentCompleter(typeof(VaultNameCompleter))]
    [TextArgument]
    public string? Vault { get; set; }

    /// <summary>An existing secret to bind, or, with a key, the name to store it under.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = KeySet)]
    [TextArgument]
    public string? SecretName { get; set; }

    /// <summary>The connection to the workspace of -AppId; the only one there is when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = KeySet)]
    [WorkspaceNameArgument("Workspace", Optional = true)]
    [ArgumentCompleter(typeof(WorkspaceNameCompleter))]
    public string? Workspace { get; set; }

    /// <summary>Dify's own id of the app: without a key one is made for it, by the workspace connection.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = KeySet)]
    [IdArgument(nameof(AppId), Optional = true)]
    [ArgumentCompleter(typeof(WorkspaceAppIdCompleter))]
    public string? AppId { get; set; }

    /// <summary>Dify's own id of the key, as New-DifyAppKey gives it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = KeySet)]
    [IdArgument(nameof(KeyId), Optional = true)]
    public string? KeyId { get; set; }

    /// <summary>Switch on the API of an app of a workspace, where it is off.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [TruthArgument]
    public SwitchParameter EnableApi { get; set; }

    /// <summary>How many apps of a workspace are worked on at once.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [ValidateRange(1, 100)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary>Rebuild bindings from the metadata that DifyPS wrote in this vault.</summary>
    [Parameter(Mandatory = true, ParameterSetName = VaultSet)]
    [ArgumentCompleter(typeof(VaultNameCompleter))]
    [TextArgument]
    public string? FromVault { get; set; }

    /// <summary>The end user that calls speak for; the OS account when missing.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [TextArgument]
    public string? User { get; set; }

    /// <summary>For a knowledge key that is limited to chosen bases: one of them, by which it is verified.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = KeySet)]
    [AllowEmptyString]
    [IdArgument(nameof(KnowledgeBaseId), Optional = true)]
    public string? KnowledgeBaseId { get; set; }

    /// <summary>Allow the key to travel over plain http; a row of a list may say so in a property of this name.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [TruthArgument(OfRow = true)]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Do not check the server's certificate; a row of a list may say so in a property of this name.</summary>
    [Parameter(ParameterSetName = KeySet)]
    [TruthArgument(OfRow = true)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Do not ask the server which app the key opens.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter NoVerify { get; set; }

    /// <summary>Replace a binding of the same name, and a secret that is in the way.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter Force { get; set; }

    /// <summary>Give the app that was registered.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter PassThru { get; set; }

    /// <summary>A row of a list, such as of a CSV file: its properties are the parameters.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineRowArgument]
    public override PipelineRow? InputObject { get; set; }
}

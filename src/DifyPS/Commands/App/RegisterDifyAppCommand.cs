using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Bindings.Workspaces;
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
public sealed class RegisterDifyAppCommand : DifyCmdlet
{
    private const string KeySet = "Key";
    private const string VaultSet = "FromVault";

    private readonly RegistrationSummary _summary = new();
    private WorkspaceAppBatch? _workspaceApps;

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
    [TextArgument(nameof(AppId), Optional = true)]
    public string? AppId { get; set; }

    /// <summary>Dify's own id of the key, as New-DifyAppKey gives it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = KeySet)]
    [TextArgument(nameof(KeyId), Optional = true)]
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
    [TextArgument(nameof(KnowledgeBaseId), Optional = true)]
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

    /// <summary>Registers one app, or those of a vault.</summary>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == VaultSet)
        {
            if (TryItem(FromVault, () => AppName.RequireNoKey(Name)))
                RunItem(FromVault, ImportAsync);
            return;
        }

        ForgetEmptyCells();
        _summary.Begin();
        if (IsToBeMinted)
        {
            TryItem(Name ?? AppId, AddWorkspaceApp);
            return;
        }

        Registration? registration = null;
        if (TryItem(Name, () => registration = Prepare()) && registration is not null)
            RunItem(Name, (context, token) => RegisterAsync(registration, context, token));
    }

    /// <summary>Waits for the apps of workspaces, and tells what became of all.</summary>
    protected override void EndProcessing()
    {
        _workspaceApps?.Complete();
        _summary.Tell(this);
    }

    // An app of a workspace, and no key of it: one is made.
    private bool IsToBeMinted => !string.IsNullOrEmpty(AppId) && ApiKey is null && SecretName is null;

    // The key goes where it may; a row of a workspace tells that by its connection.
    private WorkspaceConnection? Connection =>
        string.IsNullOrEmpty(Workspace) && !IsToBeMinted ? null : Registry.GetWorkspace(Workspace);

    private void AddWorkspaceApp()
    {
        var connection = Connection!;
        var remote = InputObject?.TextOf("Name");
        // A name of its own is what the app is called in Dify, unless somebody has chosen another.
        var name = Name is null || Name == remote ? AppName.Suggest(Name ?? AppId!) : AppName.Validate(Name);
        var vaults = Vaults;
        var vault = Vault is null ? vaults.DefaultVault() : vaults.RequireVault(Vault);
        var wanted = new WorkspaceRegistration
        {
            Name = name,
            AppId = AppId!,
            AppName = InputObject?.TextOf("AppName") ?? remote,
            Mode = InputObject?.TextOf("Mode"),
            Server = Server,
            Vault = vault,
            User = User ?? DefaultUser,
            EnablesApi = EnableApi,
            Force = Force,
        };
        if (!ShouldProcess(name, Strings.FormatConfirmMint(connection.Name, vault)))
        {
            _summary.GiveUp();
            return;
        }

        _workspaceApps ??= new WorkspaceAppBatch(this, ThrottleLimit, WriteWorkspaceApp);
        _workspaceApps.Add(wanted, connection, AskWorkspaceKey);
    }

    private SecureString AskWorkspaceKey(WorkspaceRegistration wanted, WorkspaceConnection connection) =>
        AskKey(wanted.Name, Strings.FormatAskForAppKey(wanted.Name, ServiceAddress.PageOf(connection, wanted.AppId)));

    // Everything that can be judged without the server, and the questions that need the prompt.
    private Registration? Prepare()
    {
        var name = AppName.Validate(Name);
        Registry.RequireSound(name);
        BindingChecks.NameIsFree(Registry.Apps, name, Force);
        var server = Connection is { } connection
            ? ServiceAddress.Of(connection, Server, name)
            : BindingChecks.Server(
                Server ?? DifyServer.DefaultServer,
                IsYes(nameof(AllowUnencryptedAuthentication), AllowUnencryptedAuthentication, name),
                IsYes(nameof(SkipCertificateCheck), SkipCertificateCheck, name),
                name);
        var vaults = Vaults;
        var vault = Vault is null ? vaults.DefaultVault() : vaults.RequireVault(Vault);
        if (!ShouldProcess(name, Strings.FormatConfirmRegister(vault)))
        {
            _summary.GiveUp();
            return null;
        }

        return new Registration
        {
            Name = name,
            Server = server,
            Vault = vault,
            Secret = SecretName,
            Key = ApiKey ?? (SecretName is null ? AskKey(name, Strings.FormatAskForKey(name)) : null),
            AppId = NullIfEmpty(AppId),
            KeyId = NullIfEmpty(KeyId),
            Place = Connection is { } named ? WorkspacePlace.Of(named) : null,
            User = User ?? DefaultUser,
            KnowledgeBaseId = KnowledgeAccess.IdOf(KnowledgeBaseId),
            NoVerify = NoVerify,
            Force = Force,
        };
    }

    // What the command itself says goes before what the row says.
    private bool IsYes(string property, bool given, string name) =>
        given || (!MyInvocation.BoundParameters.ContainsKey(property) && InputObject is not null && InputObject.IsYes(property, name));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private SecureString AskKey(string name, string words)
    {
        try
        {
            // Asked the way PowerShell asks for a mandatory parameter; a host without a person says so first.
            var question = new FieldDescription("ApiKey");
            question.SetParameterType(typeof(SecureString));
            var answers = Host.UI.Prompt(string.Empty, words, new() { question });
            if (answers.TryGetValue("ApiKey", out var answer) && answer?.BaseObject is SecureString { Length: > 0 } key)
                return key;
        }
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException or NotSupportedException)
        {
            // Nobody is there to ask; the error below says what to do.
        }

        throw new DifyCommandException(
            "ApiKeyRequired", ErrorCategory.InvalidArgument,
            Strings.FormatApiKeyRequired(name),
            Strings.ApiKeyRequiredAction,
            name);
    }

    private async Task RegisterAsync(Registration registration, PipelineContext context, CancellationToken cancellationToken)
    {
        var registrar = new AppRegistrar(context.Registry, context.Vaults, context.Connector);
        WriteRegistered(await registrar.RegisterAsync(registration, cancellationToken).ConfigureAwait(false), context);
    }

    private async Task ImportAsync(PipelineContext context, CancellationToken cancellationToken)
    {
        var vault = await context.Vaults.ResolveAsync(FromVault, cancellationToken).ConfigureAwait(false);
        var import = new VaultImport(context.Vaults, new AppRegistrar(context.Registry, context.Vaults, context.Connector));
        foreach (var stored in await import.FindAsync(vault, Name, cancellationToken).ConfigureAwait(false))
        {
            _summary.Begin();
            try
            {
                AppName.RequireNoKey(stored.Name);
                if (KeyPattern.IsIn(stored.Secret))
                    throw RefusedText.Error(RefusedText.Key, nameof(SecretName));
                if (
                    !await context
                        .ShouldProcessAsync(stored.Name, Strings.FormatConfirmImport(stored.Secret, vault), cancellationToken)
                        .ConfigureAwait(false)
                )
                {
                    _summary.GiveUp();
                    continue;
                }

                WriteRegistered(
                    await import
                        .RegisterAsync(vault, stored, User ?? DefaultUser, NoVerify, Force, cancellationToken)
                        .ConfigureAwait(false),
                    context
                );
            }
            catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
            {
                context.WriteError(e, stored.Name);
            }
        }
    }

    private void WriteRegistered(AppBinding binding, PipelineContext context)
    {
        _summary.Bind();
        Write(binding, context);
    }

    // One that is bound already, with a key that works, is given as well.
    private void WriteWorkspaceApp(AppBinding binding, bool isNew, PipelineContext context)
    {
        if (isNew)
            _summary.Bind();
        else
            _summary.LeaveAlone(binding.Name);
        Write(binding, context);
    }

    private void Write(AppBinding binding, PipelineContext context)
    {
        if (PassThru)
            context.WriteObject(new DifyApp(binding));
    }

    private static string DefaultUser => Environment.UserName is { Length: > 0 } name ? name : "DifyPS";
}

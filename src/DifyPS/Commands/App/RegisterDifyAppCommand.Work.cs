using System;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>What becomes of each item: a vault's bindings, an app of a workspace, or an app with its key.</summary>
public sealed partial class RegisterDifyAppCommand
{
    private readonly RegistrationSummary _summary = new();
    private WorkspaceAppBatch? _workspaceApps;
    private ItemMark? _mark;
    private long _number;

    private protected override ItemMark? ItemOfTurn => _mark;

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
        _number++;
        _mark = MarkOf(Name);
        _summary.Begin();
        if (IsToBeMinted)
        {
            TryItem(Name ?? AppId, AddWorkspaceApp);
            return;
        }

        if (PipedKey.Of(InputObject?.BaseObject, ApiKey) is { } piped)
        {
            RegisterPiped(piped);
            return;
        }

        Registration? registration = null;
        if (TryItem(Name, () => registration = Prepare()) && registration is not null)
        {
            var (target, isServerGiven) = (Name, IsServerGiven);
            RunItem(target, (context, token) => RegisterAsync(registration, target, isServerGiven, context, token));
        }
    }

    /// <summary>Waits for the apps of workspaces, and tells what became of all.</summary>
    protected override void EndProcessing()
    {
        DoLate(null, () => _workspaceApps?.Complete());
        _summary.Tell(this);
    }

    // Of several that come through the pipeline, what goes wrong with one says with which. A key that was made for one app is one.
    private ItemMark? MarkOf(string? name) =>
        MyInvocation.ExpectingInput
        && !IsGiven(nameof(InputObject))
        && InputObject is { } row
        && (_number > 1 || row.BaseObject is not (DifyAppKey or DifyKnowledgeKey))
            ? ItemMark.Of(name) ?? new ItemMark(_number, row.Object, null)
            : null;

    // An app of a workspace, and no key of it: one is made.
    private bool IsToBeMinted => !string.IsNullOrEmpty(AppId) && ApiKey is null && SecretName is null;

    private bool IsServerGiven => Server is not null || Connection is not null;

    // The key goes where it may; a row of a workspace tells that by its connection.
    private WorkspaceConnection? Connection =>
        string.IsNullOrEmpty(Workspace) && !IsToBeMinted ? null : Registry.GetWorkspace(Workspace);

    private void AddWorkspaceApp()
    {
        var connection = Connection!;
        var remote = InputObject?.TextOf("Name");
        // A name of its own is what the app is called in Dify, unless somebody has chosen another.
        var asked = Name is null || Name == remote ? AppName.Suggest(Name ?? AppId!) : AppName.Validate(Name);
        var (appName, mode) = (InputObject?.TextOf("AppName") ?? remote, InputObject?.TextOf("Mode"));
        var identity = appName is null || mode is null ? null : new AppIdentity(appName, mode);
        var wanted = new WorkspaceRegistration
        {
            Name = asked,
            IsNameChosen = IsNameChosen,
            AppId = AppId!,
            AppName = appName,
            Mode = mode,
            Given = Given(asked),
            Vault = string.Empty,
            User = string.Empty,
            EnablesApi = EnableApi,
            Force = Force,
        };
        _workspaceApps ??= new WorkspaceAppBatch(this, ThrottleLimit, WriteWorkspaceApp);
        var name = Force ? _workspaceApps.NameFor(wanted, connection, remote is null || AppName.Comparer.Equals(asked, remote)) : asked;
        var kept = KeptSettings.Of(Registry, name, connection, AppId, identity, Server);
        var vault = VaultFor(kept);
        wanted = wanted with { Name = name, Given = Given(name), Vault = vault, User = User ?? kept?.User ?? DefaultUser };
        if (IsWhatIf)
            _summary.GiveUp();
        if (IsWhatIf)
        {
            _workspaceApps.Preview(wanted, connection);
            return;
        }

        if (!ShouldProcess(name, WorkspaceAppBatch.Question(connection, vault)))
        {
            _summary.GiveUp();
            return;
        }

        _workspaceApps.Add(wanted, connection, AskWorkspaceKey);
    }

    // A script block on the command line makes names of many apps, most of what they are called in Dify.
    private bool IsNameChosen => IsOfAllItems(nameof(Name)) || (!IsGiven(nameof(Name)) && InputObject?.BaseObject is not DifyWorkspaceApp);

    private SecureString AskWorkspaceKey(WorkspaceRegistration wanted, WorkspaceConnection connection) =>
        KeyPrompt.Ask(Host, wanted.Name, Strings.FormatAskForAppKey(wanted.Name, ServiceAddress.PageOf(connection, wanted.AppId)));

    // A name that gets another key of its app keeps it where it was, unless another vault is named.
    private string VaultFor(AppBinding? kept)
    {
        var vaults = Vaults;
        return Vault is not null ? vaults.RequireVault(Vault)
            : KeptSettings.VaultOf(kept) is { } known ? vaults.RequireVault(known)
            : vaults.DefaultVault();
    }

    private GivenSettings Given(string name) =>
        new(
            Server,
            SecretName,
            Choice(nameof(AllowUnencryptedAuthentication), AllowUnencryptedAuthentication, name),
            Choice(nameof(SkipCertificateCheck), SkipCertificateCheck, name)
        );

    // Everything that can be judged without the server, and the questions that need the prompt.
    private Registration? Prepare(AppBinding? kept = null)
    {
        var name = AppName.Validate(Name);
        Registry.RequireSound(name);
        BindingChecks.NameIsFree(Registry.Apps, name, Force);
        var server = Connection is { } connection
            ? KeptSettings.ServerOf(connection, Given(name), null, name)
            : BindingChecks.Server(
                Server ?? DifyServer.DefaultServer,
                IsYes(nameof(AllowUnencryptedAuthentication), AllowUnencryptedAuthentication, name),
                IsYes(nameof(SkipCertificateCheck), SkipCertificateCheck, name),
                name);
        var vault = VaultFor(kept);
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
            Key = ApiKey ?? (SecretName is null ? KeyPrompt.Ask(Host, name, QuestionFor(name, server)) : null),
            AppId = NullIfEmpty(AppId),
            KeyId = NullIfEmpty(KeyId),
            Place = Connection is { } named ? WorkspacePlace.Of(named) : null,
            User = User ?? kept?.User ?? DefaultUser,
            KnowledgeBaseId = KnowledgeAccess.IdOf(KnowledgeBaseId),
            NoVerify = NoVerify,
            Force = Force,
        };
    }

    // Whoever types a key is told where it goes.
    private string QuestionFor(string name, DifyServer server) =>
        IsServerGiven
            ? Strings.FormatAskForKey(name, server.BaseUri.Authority)
            : Strings.FormatAskForKeyDefault(name, server.BaseUri.Authority);

    // What the command itself says goes before what the row says; null where neither says anything.
    private bool? Choice(string property, bool given, string name) =>
        MyInvocation.BoundParameters.ContainsKey(property) ? given
        : InputObject is not null && InputObject.IsYes(property, name) ? true
        : null;

    private bool IsYes(string property, bool given, string name) => Choice(property, given, name) == true;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private async Task RegisterAsync(
        Registration registration,
        string? target,
        bool isServerGiven,
        PipelineContext context,
        CancellationToken cancellationToken
    )
    {
        var registrar = new AppRegistrar(context.Registry, context.Vaults, context.Connector);
        try
        {
            WriteRegistered(await registrar.RegisterAsync(registration, cancellationToken).ConfigureAwait(false), context);
        }
        catch (DifyException e) when (!isServerGiven && MayBeOtherServer(e))
        {
            context.WriteError(e, target, advice: Strings.FormatServerNotGivenAction(registration.Server.BaseUri.Authority));
        }
    }

    /// <summary>Whether the error is what a server says, or what comes of one, that the key is not of.</summary>
    internal static bool MayBeOtherServer(DifyException error) => error is DifyConnectionException or DifyApiException { StatusCode: 401 };

    private Task ImportAsync(PipelineContext context, CancellationToken cancellationToken) =>
        new VaultRegistrations(_summary, WriteRegistered).RunAsync(
            new VaultOrder(FromVault, Name, User ?? DefaultUser, NoVerify, Force),
            context,
            cancellationToken
        );

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
            context.WriteObject(new DifyApp(binding, context.Registry));
    }

    private static string DefaultUser => Environment.UserName is { Length: > 0 } name ? name : "DifyPS";
}

using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Completion;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Arguments;

namespace DifyPS.Commands;

/// <summary>
/// Changes a binding: another name, a rotated key, another end user, server or vault. A new key has to
/// open the same app (<c>GET /info</c>), or nothing is changed.
/// </summary>
[Cmdlet(VerbsCommon.Set, "DifyApp", SupportsShouldProcess = true)]
[OutputType(typeof(DifyApp))]
[WorksWith(AppScope.Any)]
public sealed class SetDifyAppCommand : DifyCmdlet
{
    /// <summary>The app to change.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("App")]
    [AppNameArgument("Name", "App")]
    [ArgumentCompleter(typeof(AppNameCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The name it shall have.</summary>
    [Parameter]
    [AppNameArgument]
    public string? NewName { get; set; }

    /// <summary>The new key.</summary>
    [Parameter]
    [SecureStringFromText]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <summary>The API base URL that its server has now.</summary>
    [Parameter]
    [ServerArgument]
    public string? Server { get; set; }

    /// <summary>The vault to move the key to.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VaultNameCompleter))]
    [TextArgument]
    public string? Vault { get; set; }

    /// <summary>The end user that calls speak for.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UserCompleter))]
    [TextArgument]
    public string? User { get; set; }

    /// <summary>
    /// For a knowledge key that is limited to chosen bases: one of them, by which it is verified; nothing to have it listed again.
    /// </summary>
    [Parameter]
    [AllowEmptyString]
    [AllowNull]
    [IdArgument(Optional = true)]
    public string? KnowledgeBaseId { get; set; }

    /// <summary>Allow, or with :$false forbid, the key to travel over plain http.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>Do not check, or with :$false check again, the server's certificate.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Verify the key that is in the vault now, and pin the app's name, mode and inputs anew.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter Refresh { get; set; }

    /// <summary>Do not ask the server which app a new key opens.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter NoVerify { get; set; }

    /// <summary>Accept that the key opens another app than before.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter Force { get; set; }

    /// <summary>Give the app as it is now.</summary>
    [Parameter]
    [TruthArgument]
    public SwitchParameter PassThru { get; set; }

    // Set-DifyApp cat -Name dog, and Set-DifyApp cat dog: the new name is -NewName.
    private protected override string? ActionFor(StrayArguments strays) =>
        NewName is null && strays.Words is [var word] && !RefusedText.Is(Name) && IsRegistered(word) != IsRegistered(Name)
            ? Strings.FormatArgumentNewNameAction(IsRegistered(word) ? Rename(word, Name) : Rename(Name, word))
            : null;

    private static string Rename(string name, string newName) =>
        $"Set-DifyApp {Quoting.Quote(name)} -{nameof(NewName)} {Quoting.Quote(newName)}";

    private bool IsRegistered(string name)
    {
        try
        {
            return Registry.Find(name) is not null;
        }
        catch (DifyCommandException)
        {
            return false;
        }
    }

    /// <summary>Changes one app.</summary>
    protected override void ProcessRecord()
    {
        RegistryChange? change = null;
        SecureString? used = null;
        if (TryItem(Name, () => change = Prepare()) && change is not null)
        {
            RunItem(Name, async (context, token) =>
            {
                if (await ChangeAsync(change, context, token).ConfigureAwait(false))
                    used = change.Key;
            });
        }

        PipedKey.WarnOfUnused(this, used);
    }

    private RegistryChange? Prepare()
    {
        var binding = Registry.Get(NamesFor(Name)[0]);
        var knowledgeBase = KnowledgeAccess.IdOf(KnowledgeBaseId);
        if (knowledgeBase is not null)
            Keys.RequireKnowledge(binding, "-KnowledgeBaseId");
        var change = new RegistryChange
        {
            NewName = NewName is null ? null : AppName.Validate(NewName),
            Key = ApiKey,
            Server = NewServer(binding),
            SaysServer = Server is not null,
            Vault = Vault is null ? null : Vaults.RequireVault(Vault),
            User = User,
            // An empty one is said of an app by whoever fills in a table, and means nothing there.
            SetsKnowledgeBase = MyInvocation.BoundParameters.ContainsKey(nameof(KnowledgeBaseId)) && !binding.IsApp,
            KnowledgeBaseId = knowledgeBase,
            Refresh = Refresh,
            NoVerify = NoVerify,
            Force = Force,
        };
        if (change is { NewName: null, Key: null, Server: null, Vault: null, User: null, SetsKnowledgeBase: false, Refresh: false })
        {
            throw new DifyCommandException(
                "NothingToChange", ErrorCategory.InvalidArgument,
                Strings.FormatNothingToChange(binding.Name),
                Strings.NothingToChangeAction, binding.Name);
        }

        var action = Refresh ? Pins(AppEditor.Planned(binding, change)) : Strings.ConfirmSetApp;
        return ShouldProcess(binding.Name, action) ? change : null;
    }

    private static string Pins(AppBinding binding) =>
        Strings.FormatConfirmRefresh(BindingChecks.Describe(binding), BindingChecks.DescribeServer(binding), binding.Secret, binding.Vault);

    // The TLS choices belong to the server, so changing one of them is changing where the key may go.
    private DifyServer? NewServer(AppBinding binding)
    {
        var plain = MyInvocation.BoundParameters.ContainsKey(nameof(AllowUnencryptedAuthentication));
        var unchecked_ = MyInvocation.BoundParameters.ContainsKey(nameof(SkipCertificateCheck));
        if (Server is null && !plain && !unchecked_)
            return null;
        return BindingChecks.Server(
            Server ?? binding.Server,
            plain ? AllowUnencryptedAuthentication : Server is null && binding.AllowUnencryptedAuthentication,
            unchecked_ ? SkipCertificateCheck : Server is null && binding.SkipCertificateCheck,
            binding.Name);
    }

    // What the app says of itself is known only now. Where the entry was edited, or may be, nobody can say what it was before: so everybody
    // sees what it is from now on.
    private static async Task<bool> ConfirmAsync(
        AppBinding shown,
        AppBinding pinned,
        EntryState state,
        PipelineContext context,
        CancellationToken cancellationToken
    )
    {
        var (what, server) = (BindingChecks.Describe(pinned), BindingChecks.DescribeServer(pinned));
        if (state == EntryState.Edited)
            context.WriteWarning(Strings.FormatEditedBindingPinned(pinned.Name, what, server, pinned.Secret, pinned.Vault));
        else if (state == EntryState.Unproven)
            context.WriteWarning(Strings.FormatUnprovenBindingPinned(pinned.Name, what, server, pinned.Secret, pinned.Vault));
        return (state == EntryState.Sound && pinned.Mode == shown.Mode && pinned.RemoteName == shown.RemoteName)
            || await context.ShouldProcessAsync(pinned.Name, Pins(pinned), cancellationToken).ConfigureAwait(false);
    }

    // Whether it was changed.
    private async Task<bool> ChangeAsync(RegistryChange change, PipelineContext context, CancellationToken cancellationToken)
    {
        var editor = new AppEditor(context.Registry, context.Vaults, context.Connector);
        var shown = Registry.Get(NamesFor(Name)[0]);
        var binding = await editor
            .ChangeAsync(
                shown.Name,
                change,
                (pinned, state) => ConfirmAsync(shown, pinned, state, context, cancellationToken),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (PassThru && binding is not null)
            context.WriteObject(new DifyApp(binding, context.Registry));
        return binding is not null;
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.Connections;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;
using DifyPS.Pipeline;
using DifyPS.Pipeline.Batch;

namespace DifyPS.Commands;

/// <summary>One command's registrations of apps of workspaces: several side by side.</summary>
internal sealed class WorkspaceAppBatch
{
    private readonly DifyCmdlet _cmdlet;
    private readonly KeyBatch _batch;
    private readonly Action<AppBinding, bool, PipelineContext> _onRegistered;
    private readonly TakenNames _names;
    private readonly List<(ItemMark? Item, Action Begin)> _late = [];

    public WorkspaceAppBatch(DifyCmdlet cmdlet, int throttleLimit, Action<AppBinding, bool, PipelineContext> onRegistered)
    {
        _cmdlet = cmdlet;
        _onRegistered = onRegistered;
        _batch = new KeyBatch(cmdlet, throttleLimit);
        _names = new TakenNames(cmdlet.Registry);
    }

    /// <summary>
    /// The name that gets a new key where -Force is given, and the name that is asked for is none that somebody has chosen: the app's own,
    /// if it has one. What it is called in Dify adds no second name, and takes none from another app.
    /// </summary>
    public string NameFor(WorkspaceRegistration wanted, WorkspaceConnection connection, bool isCalledSo)
    {
        var named = Entries(wanted, connection).Named;
        return wanted.IsNameChosen
            || named.Count == 0
            || named.Any(app => AppName.Comparer.Equals(app.Name, wanted.Name))
            || !(isCalledSo || _names.IsTaken(wanted, connection))
            ? wanted.Name
            : named.Select(app => app.Name).OrderBy(name => name, AppName.Comparer).First();
    }

    /// <summary>
    /// Tells what <see cref="Add"/> would do, and does nothing of it: vaults and apps are read. What stands in the way is the error that it
    /// would be.
    /// </summary>
    public void Preview(WorkspaceRegistration wanted, WorkspaceConnection connection)
    {
        if (!wanted.Force && _names.FindClaim(wanted.AppId) is { } same)
        {
            TellLeftAlone(same);
            return;
        }

        InTurn(wanted, connection, () => _cmdlet.RunItem(wanted.Name, async (context, token) =>
        {
            var bound = await Binder(context)
                .PreviewAsync(wanted, connection, () => KeyWork.OpenAsync(context.Workspaces, connection, token), token)
                .ConfigureAwait(false);
            await context.InvokeAsync(_ =>
                bound is null
                    ? _cmdlet.ShouldProcess(wanted.Name, Question(connection, wanted.Vault))
                    : TellLeftAlone(bound.Name), token).ConfigureAwait(false);
        }));
    }

    /// <summary>What is done for one: the programmatic API makes no keys, and somebody is asked for one.</summary>
    public static string Question(WorkspaceConnection connection, string vault) =>
        WaysIn.IsProgrammatic(connection.Way)
            ? Strings.FormatConfirmAskForKey(connection.Name, vault)
            : Strings.FormatConfirmMint(connection.Name, vault);

    private bool TellLeftAlone(string name) => _cmdlet.ShouldProcess(name, Strings.ConfirmLeaveAlone);

    /// <summary>Begins one as soon as it may.</summary>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="connection">The workspace.</param>
    /// <param name="askKey">Asks a person for the key, where the way in cannot make one.</param>
    public void Add(
        WorkspaceRegistration wanted,
        WorkspaceConnection connection,
        Func<WorkspaceRegistration, WorkspaceConnection, SecureString> askKey
    ) =>
        InTurn(wanted, connection, () =>
        {
            if (WaysIn.IsProgrammatic(connection.Way))
                _cmdlet.RunItem(wanted.Name, (context, token) => AskAsync(context, wanted, connection, askKey, token));
            else
                _batch.Add(wanted.Name, connection, SubjectOf(wanted), call => BindAsync(call, wanted));
        });

    /// <summary>Waits for all that is under way.</summary>
    public void Complete()
    {
        foreach (var (item, begin) in _late)
            _cmdlet.DoLate(item, begin);
        _late.Clear();
        _batch.Complete();
    }

    // A name that another app has waits until all are known: its own app may come still, and other names are advised that nobody wants.
    // What may be bound already claims no name before that is known.
    private void InTurn(WorkspaceRegistration wanted, WorkspaceConnection connection, Action begin)
    {
        if (_names.IsTaken(wanted, connection))
        {
            _late.Add((_cmdlet.CurrentItem, begin));
            return;
        }

        var entries = Entries(wanted, connection);
        if (wanted.Force || (entries.Named.Count == 0 && entries.ByHand.Count == 0))
            _names.Claim(wanted, connection);
        begin();
    }

    private AppEntries Entries(WorkspaceRegistration wanted, WorkspaceConnection connection) => new(_cmdlet.Registry, connection, wanted);

    private WorkspaceBinder Binder(PipelineContext context) =>
        new(new KeyWork(context.Registry, context.Vaults, context.Connector, context.Workspaces), _names);

    private AppSubject SubjectOf(WorkspaceRegistration wanted)
    {
        var bound = _cmdlet.Registry.Find(wanted.Name);
        return new AppSubject(wanted.AppName ?? wanted.AppId, DifyId.AreSame(bound?.AppId, wanted.AppId) ? bound : null);
    }

    private async Task BindAsync(KeyInvocation call, WorkspaceRegistration wanted)
    {
        var others = OthersOf(call.Context, wanted, call.Open.Connection);
        var (binding, isNew) = await new WorkspaceBinder(call.Work, _names).BindAsync(call.Open, wanted, call.Token).ConfigureAwait(false);
        call.Context.IsSkipped = !isNew;
        if (isNew)
            WarnOfSecondName(call.Context, binding, others);
        _onRegistered(binding, isNew, call.Context);
    }

    // The names that the app has, beside the one that it gets.
    private static IReadOnlyList<string> OthersOf(PipelineContext context, WorkspaceRegistration wanted, WorkspaceConnection connection)
    {
        var names = new AppEntries(context.Registry, connection, wanted).Named.Select(app => app.Name).ToList();
        return names.Contains(wanted.Name, AppName.Comparer) ? [] : names;
    }

    private static void WarnOfSecondName(PipelineContext context, AppBinding binding, IReadOnlyList<string> others)
    {
        if (others.Count > 0)
            context.WriteWarning(Strings.FormatAppHasSecondName(binding.Name, binding.RemoteName ?? binding.AppId, SomeOf.List(others)));
    }

    // The programmatic API makes no keys: a person copies one from the app's page.
    private async Task AskAsync(
        PipelineContext context,
        WorkspaceRegistration wanted,
        WorkspaceConnection connection,
        Func<WorkspaceRegistration, WorkspaceConnection, SecureString> askKey,
        CancellationToken cancellationToken
    )
    {
        var binder = Binder(context);
        if (await binder.FindBoundAsync(wanted, connection, cancellationToken).ConfigureAwait(false) is { } bound)
        {
            _onRegistered(bound, false, context);
            return;
        }

        _names.RequireFree(wanted, connection);
        _names.Claim(wanted, connection);
        var others = OthersOf(context, wanted, connection);
        using var key = await context.InvokeAsync(_ => askKey(wanted, connection), cancellationToken).ConfigureAwait(false);
        var registrar = new AppRegistrar(context.Registry, context.Vaults, context.Connector);
        var (server, secret) = await binder.PlaceAsync(wanted, connection, cancellationToken).ConfigureAwait(false);
        var registration = new Registration
        {
            Name = wanted.Name,
            Server = server,
            Vault = wanted.Vault,
            Secret = secret,
            Key = key,
            AppId = wanted.AppId,
            Place = WorkspacePlace.Of(connection),
            Expected = wanted is { AppName: { } name, Mode: { } mode } ? new AppIdentity(name, mode) : null,
            User = wanted.User,
            Force = wanted.Force,
        };
        var binding = await registrar.RegisterAsync(registration, cancellationToken).ConfigureAwait(false);
        WarnOfSecondName(context, binding, others);
        _onRegistered(binding, true, context);
    }
}

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
    private readonly Dictionary<string, WorkspaceRegistration> _given = new(AppName.Comparer);

    public WorkspaceAppBatch(DifyCmdlet cmdlet, int throttleLimit, Action<AppBinding, bool, PipelineContext> onRegistered)
    {
        _cmdlet = cmdlet;
        _onRegistered = onRegistered;
        _batch = new KeyBatch(cmdlet, throttleLimit);
    }

    /// <summary>Throws <c>AppAlreadyRegistered</c> where another app of the same command has the name.</summary>
    public void RequireOneApp(WorkspaceRegistration wanted, WorkspaceConnection connection)
    {
        // The key that the first has got would be left over, whether or not -Force was meant for what was there before.
        if (_given.TryGetValue(wanted.Name, out var first) && !DifyId.AreSame(first.AppId, wanted.AppId))
            throw TakenNames.ForTwo(first, wanted, connection, _cmdlet.Registry.Apps.Select(one => one.Name).Concat(_given.Keys));
    }

    /// <summary>
    /// Tells what <see cref="Add"/> would do, and does nothing of it: vaults and apps are read, the workspace is not opened. What stands
    /// in the way is the error that it would be.
    /// </summary>
    public void Preview(WorkspaceRegistration wanted, WorkspaceConnection connection)
    {
        if (!wanted.Force && _given.Values.FirstOrDefault(one => DifyId.AreSame(one.AppId, wanted.AppId)) is { } same)
        {
            TellLeftAlone(same.Name);
            return;
        }

        _cmdlet.RunItem(wanted.Name, async (context, token) =>
        {
            var binder = new WorkspaceBinder(new KeyWork(context.Registry, context.Vaults, context.Connector, context.Workspaces));
            var bound = await binder.PreviewAsync(wanted, connection, token).ConfigureAwait(false);
            await context.InvokeAsync(_ =>
            {
                _given[wanted.Name] = wanted;
                return bound is null
                    ? _cmdlet.ShouldProcess(wanted.Name, Strings.FormatConfirmMint(connection.Name, wanted.Vault))
                    : TellLeftAlone(bound.Name);
            }, token).ConfigureAwait(false);
        });
    }

    private bool TellLeftAlone(string name) => _cmdlet.ShouldProcess(name, Strings.ConfirmLeaveAlone);

    /// <summary>Begins one as soon as it may.</summary>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="connection">The workspace.</param>
    /// <param name="askKey">Asks a person for the key, where the way in cannot make one.</param>
    public void Add(
        WorkspaceRegistration wanted,
        WorkspaceConnection connection,
        Func<WorkspaceRegistration, WorkspaceConnection, SecureString> askKey
    )
    {
        _given[wanted.Name] = wanted;
        if (WaysIn.IsProgrammatic(connection.Way))
            _cmdlet.RunItem(wanted.Name, (context, token) => AskAsync(context, wanted, connection, askKey, token));
        else
            _batch.Add(wanted.Name, connection, SubjectOf(wanted), call => BindAsync(call, wanted));
    }

    /// <summary>Waits for all that is under way.</summary>
    public void Complete() => _batch.Complete();

    private AppSubject SubjectOf(WorkspaceRegistration wanted)
    {
        var bound = _cmdlet.Registry.Find(wanted.Name);
        return new AppSubject(wanted.AppName ?? wanted.AppId, DifyId.AreSame(bound?.AppId, wanted.AppId) ? bound : null);
    }

    private async Task BindAsync(KeyInvocation call, WorkspaceRegistration wanted)
    {
        var (binding, isNew) = await new WorkspaceBinder(call.Work).BindAsync(call.Open, wanted, call.Token).ConfigureAwait(false);
        call.Context.IsSkipped = !isNew;
        _onRegistered(binding, isNew, call.Context);
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
        var binder = new WorkspaceBinder(new KeyWork(context.Registry, context.Vaults, context.Connector, context.Workspaces));
        if (await binder.FindBoundAsync(wanted, connection, cancellationToken).ConfigureAwait(false) is { } bound)
        {
            _onRegistered(bound, false, context);
            return;
        }

        TakenNames.RequireFree(context.Registry.Apps, wanted, connection);
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
        _onRegistered(await registrar.RegisterAsync(registration, cancellationToken).ConfigureAwait(false), true, context);
    }
}

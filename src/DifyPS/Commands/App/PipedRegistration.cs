using System;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces.KeyManagement;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>
/// Binds a key that was made just now, so that no key is left over: neither this one, should it fail, nor the one of before.
/// </summary>
/// <param name="key">The key.</param>
/// <param name="isKept">Whether somebody has it beside the pipeline, as in a variable.</param>
internal sealed class PipedRegistration(MadeKey key, bool isKept)
{
    /// <summary>Binds it to a name.</summary>
    /// <param name="context">The item.</param>
    /// <param name="registration">What is asked for.</param>
    /// <param name="given">What was said of it; what was not is kept, where the name stands for the app already.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<AppBinding> RegisterAsync(
        PipelineContext context,
        Registration registration,
        GivenSettings given,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(context, async () =>
        {
            var replaced = new ReplacedKey(context.Registry, context.Connector);
            KeyOperation? revokes = null;
            if (registration.Force && context.Registry.Find(registration.Name) is { } before)
            {
                revokes = await replaced.FindAsync(before, key.KeyId, cancellationToken).ConfigureAwait(false);
                registration = await KeepAsync(context, registration, given, before, replaced, cancellationToken).ConfigureAwait(false);
            }

            var binding = await new AppRegistrar(context.Registry, context.Vaults, context.Connector)
                .RegisterAsync(registration with { Revokes = revokes }, cancellationToken)
                .ConfigureAwait(false);
            if (revokes is not null)
            {
                await new KeyWork(context.Registry, context.Vaults, context.Connector, context.Workspaces)
                    .RevokeReplacedAsync(revokes, null, cancellationToken)
                    .ConfigureAwait(false);
            }

            return binding;
        });

    /// <summary>Gives it to a name of the app in the place of the key of before, which is told.</summary>
    public Task<AppBinding> ChangeAsync(
        PipelineContext context,
        string name,
        RegistryChange change,
        CancellationToken cancellationToken
    ) =>
        GuardAsync(context, async () =>
            (
                await new AppEditor(context.Registry, context.Vaults, context.Connector)
                    .ChangeAsync(name, change, static (_, _) => Task.FromResult(true), cancellationToken)
                    .ConfigureAwait(false)
            )!
        );

    private async Task<Registration> KeepAsync(
        PipelineContext context,
        Registration registration,
        GivenSettings given,
        AppBinding before,
        ReplacedKey replaced,
        CancellationToken cancellationToken
    )
    {
        var connection = context.Registry.GetWorkspace(key.Workspace);
        if (
            key.EntryIn(context.Registry, registration.Name, given.Server) is null
            || await replaced.FindKeyAsync(before, cancellationToken).ConfigureAwait(false) is null
        )
        {
            return registration;
        }

        return registration with
        {
            Server = KeptSettings.ServerOf(connection, given, before, registration.Name),
            Secret = KeptSettings.SecretOf(given, registration.Name, registration.Vault, before),
        };
    }

    private async Task<AppBinding> GuardAsync(PipelineContext context, Func<Task<AppBinding>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
        {
            throw await key.FailedAsync(e, isKept, context.Registry, context.Workspaces).ConfigureAwait(false);
        }
    }
}

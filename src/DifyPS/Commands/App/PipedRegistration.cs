using System;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Workspaces;
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
    public Task<AppBinding> RegisterAsync(PipelineContext context, Registration registration, CancellationToken cancellationToken) =>
        GuardAsync(context, async () =>
        {
            var revokes = registration.Force
                ? await key.ReplacesAsync(registration.Name, context.Registry, context.Connector, cancellationToken).ConfigureAwait(false)
                : null;
            var binding = await new AppRegistrar(context.Registry, context.Vaults, context.Connector)
                .RegisterAsync(registration with { Revokes = revokes }, cancellationToken)
                .ConfigureAwait(false);
            if (revokes is not null)
            {
                var work = new KeyWork(context.Registry, context.Vaults, context.Connector);
                await MadeKey.RevokeReplacedAsync(revokes, work, context.Workspaces, cancellationToken).ConfigureAwait(false);
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

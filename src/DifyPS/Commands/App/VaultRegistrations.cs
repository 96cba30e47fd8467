using System;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Identity;
using DifyPS.Bindings.Registry;
using DifyPS.Bindings.Vaults;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Commands;

/// <summary>What is to be rebuilt of a vault.</summary>
internal sealed record VaultOrder(string? Vault, string? Pattern, string User, bool NoVerify, bool Force);

/// <summary>Rebuilds bindings of what a vault tells, one after the other. An error of one is its own.</summary>
internal sealed class VaultRegistrations(RegistrationSummary summary, Action<AppBinding, PipelineContext> onRegistered)
{
    public async Task RunAsync(VaultOrder order, PipelineContext context, CancellationToken cancellationToken)
    {
        var vault = await ResolveAsync(order.Vault, context, cancellationToken).ConfigureAwait(false);
        var import = new VaultImport(context.Vaults, new AppRegistrar(context.Registry, context.Vaults, context.Connector));
        foreach (var stored in await import.FindAsync(vault, order.Pattern, cancellationToken).ConfigureAwait(false))
        {
            summary.Begin();
            try
            {
                AppName.RequireNoKey(stored.Name);
                if (KeyPattern.IsIn(stored.Secret))
                    throw RefusedText.Error(RefusedText.Key, nameof(RegisterDifyAppCommand.SecretName));
                if (
                    !await context
                        .ShouldProcessAsync(stored.Name, Strings.FormatConfirmImport(stored.Secret, vault), cancellationToken)
                        .ConfigureAwait(false)
                )
                {
                    summary.GiveUp();
                    continue;
                }

                onRegistered(
                    await import
                        .RegisterAsync(vault, stored, order.User, order.NoVerify, order.Force, cancellationToken)
                        .ConfigureAwait(false),
                    context
                );
            }
            catch (Exception e) when (ErrorRecords.IsExpected(e) && e is not OperationCanceledException)
            {
                context.WriteError(e, stored.Name, ItemMark.Of(stored.Name));
            }
        }
    }

    private static async Task<string> ResolveAsync(string? vault, PipelineContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Vaults.ResolveAsync(vault, cancellationToken).ConfigureAwait(false);
        }
        catch (DifyCommandException e) when (e.ErrorId == "VaultNotFound")
        {
            throw new DifyCommandException(
                e.ErrorId,
                e.Category,
                e.Message,
                $"{e.RecommendedAction} {Strings.VaultFromVaultAction}",
                innerException: e
            );
        }
    }
}

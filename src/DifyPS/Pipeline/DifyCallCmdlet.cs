using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Binding;

namespace DifyPS.Pipeline;

/// <summary>A cmdlet that makes one call of an app for an item.</summary>
public abstract class DifyCallCmdlet : DifyAppCmdlet
{
    /// <summary>Makes the call with a client of the app. Its errors have the item for their target.</summary>
    internal void Call(object? target, AppBinding binding, Func<WorkContext, DifyClient, CancellationToken, Task> call) =>
        RunItem(target, async (context, token) =>
        {
            var client = await context.Connector.ConnectAsync(binding, token).ConfigureAwait(false);
            await call(context, client, token).ConfigureAwait(false);
        });
}

using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Binding;

namespace DifyPS.Pipeline;

/// <summary>A cmdlet that lists what an app keeps, page by page and only as far as somebody reads.</summary>
public abstract class DifyListCmdlet : DifyAppCmdlet
{
    /// <summary>The most items to give; all when missing.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; }

    /// <summary>How many items the client is to ask for at the most.</summary>
    internal int? Most => First > 0 ? First : null;

    /// <summary>Lists of one app. <paramref name="check"/> finds what is wrong before anything is sent; <paramref name="output"/> makes of an item what is given.</summary>
    internal void List<T>(
        object? target,
        Action<AppBinding> check,
        Func<DifyClient, AppBinding, CancellationToken, IAsyncEnumerable<T>> items,
        Func<AppBinding, T, object> output)
    {
        var binding = FindApp(target, check);
        if (binding is not null)
            RunItem(target, (context, token) => GiveAsync(context, binding, items, output, token));
    }

    // Each item is handed over before the next is asked for: whoever has read enough ends the list there, and no further
    // page is fetched.
    private static async Task GiveAsync<T>(
        WorkContext context,
        AppBinding binding,
        Func<DifyClient, AppBinding, CancellationToken, IAsyncEnumerable<T>> items,
        Func<AppBinding, T, object> output,
        CancellationToken cancellationToken)
    {
        var client = await context.Connector.ConnectAsync(binding, cancellationToken).ConfigureAwait(false);
        await foreach (var item in items(client, binding, cancellationToken).ConfigureAwait(false))
            await context.WriteObjectAsync(output(binding, item), cancellationToken).ConfigureAwait(false);
    }
}

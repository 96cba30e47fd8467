using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Workspaces;
using Dify.Client.Workspaces.Apps;

namespace DifyPS.Bindings.Workspaces.Apps;

/// <summary>What lists do not tell of an app. Null is what could not be learned.</summary>
internal sealed record AppDetail(WorkspaceApp App, bool? ApiEnabled = null, int? KeyCount = null)
{
    /// <summary>Why something is not known.</summary>
    public DifyException? Error { get; init; }

    /// <summary>Whether the app is not there any more.</summary>
    public bool IsGone => Error is DifyApiException { StatusCode: 404 };

    /// <summary>Whether the role may not see the keys.</summary>
    public bool HidesKeys => Error is DifyApiException { StatusCode: 403 };
}

/// <summary>Asks for the details of apps, side by side, and gives them in their order.</summary>
internal sealed class AppDetails(WorkspaceClient client) : IDisposable
{
    private const int AtOnce = 8;

    private readonly SemaphoreSlim _gate = new(AtOnce, AtOnce);

    /// <summary>The details of the apps of a page. Nothing is asked for those that nobody has come near to.</summary>
    public async IAsyncEnumerable<AppDetail> AskAsync(
        IReadOnlyList<WorkspaceApp> apps,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asked = new Queue<Task<AppDetail>>();
        try
        {
            for (var next = 0; next < apps.Count || asked.Count > 0; )
            {
                while (next < apps.Count && asked.Count < AtOnce)
                    asked.Enqueue(AskAsync(apps[next++], stop.Token));
                var first = asked.Peek();
                var detail = await first.ConfigureAwait(false);
                _ = asked.Dequeue();
                yield return detail;
            }
        }
        finally
        {
            // Whoever reads no further waits for no answers.
            stop.Cancel();
            foreach (var one in asked)
                await EndAsync(one).ConfigureAwait(false);
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<AppDetail> AskAsync(WorkspaceApp app, CancellationToken cancellationToken)
    {
        var keys = InTurnAsync(
            async () => (await client.AppKeys.ListAsync(app.Id, cancellationToken).ConfigureAwait(false)).Count,
            cancellationToken
        );
        var detail = new AppDetail(app);
        try
        {
            var isEnabled = app.EnableApi
                ?? await InTurnAsync(
                        async () => (await client.Apps.GetAsync(app.Id, cancellationToken).ConfigureAwait(false)).EnableApi,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            detail = detail with { ApiEnabled = isEnabled };
            return detail with { KeyCount = await keys.ConfigureAwait(false) };
        }
        catch (DifyApiException e) when (e.StatusCode != 401)
        {
            await EndAsync(keys).ConfigureAwait(false);
            return detail with { Error = e };
        }
        catch
        {
            await EndAsync(keys).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await ask().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task EndAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e) when (e is DifyException or OperationCanceledException)
        {
            // What went wrong first was told.
        }
    }
}

using System;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Pipeline;

namespace DifyPS.Terminal.Dialogue;

/// <summary>Does what has to be waited for, while the keyboard is watched: Ctrl+C gives it up.</summary>
internal sealed class DialogueWork(DifyCmdlet cmdlet, AppBinding binding, KeyReader keys, CancellationToken stopping)
{
    // Often enough for text that flows, seldom enough for many pieces of it to be drawn at once.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(30);

    /// <summary>Runs it to its end.</summary>
    /// <param name="work">What to do, with a client of the app.</param>
    /// <param name="onTick">Is called now and then meanwhile, on the pipeline's thread.</param>
    /// <exception cref="OperationCanceledException">Ctrl+C was pressed.</exception>
    public T Run<T>(Func<PipelineContext, DifyClient, CancellationToken, Task<T>> work, Action<bool>? onTick = null)
    {
        using var breaking = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var result = default(T)!;
        PipelinePump.Run(
            async (pipeline, token) =>
            {
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                var ticks = TickAsync(
                    pipeline,
                    () =>
                    {
                        if (keys.TakeBreak())
                            breaking.Cancel();
                        onTick?.Invoke(breaking.IsCancellationRequested);
                    },
                    ended.Token);
                try
                {
                    var context = new PipelineContext(cmdlet, pipeline);
                    var client = await context.Connector.ConnectAsync(binding, token).ConfigureAwait(false);
                    result = await work(context, client, token).ConfigureAwait(false);
                }
                finally
                {
                    ended.Cancel();
                    await ticks.ConfigureAwait(false);
                }
            },
            breaking.Token);
        return result;
    }

    private static async Task TickAsync(IPipeline pipeline, Action tick, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
                await pipeline.InvokeAsync(
                    () =>
                    {
                        tick();
                        return true;
                    },
                    cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The work is over.
        }
    }
}

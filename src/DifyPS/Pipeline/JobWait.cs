using System;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using Dify.Client.Jobs;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Pipeline;

/// <summary>
/// Waits for any job of Dify's: asks after it ever more seldom, every two seconds at the longest, and shows how it stands.
/// </summary>
internal sealed class JobWait<T>
    where T : IJob
{
    private const int ProgressId = 1;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly PipelineContext _context;
    private readonly string _activity;
    private readonly int _seconds;

    public JobWait(PipelineContext context, string activity, int seconds)
    {
        _context = context;
        _activity = activity;
        _seconds = seconds;
    }

    public async Task<T> UntilOverAsync(
        T job, Func<CancellationToken, Task<T>> ask, AppBinding binding, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_seconds > 0)
            limit.CancelAfter(TimeSpan.FromSeconds(_seconds));
        var running = Stopwatch.StartNew();
        var pause = FirstPause;
        try
        {
            while (!job.IsOver)
            {
                _context.WriteProgress(
                    new ProgressRecord(
                        ProgressId,
                        _activity,
                        Strings.FormatProgressJob(job.Status, running.Elapsed.TotalSeconds.ToString("0", CultureInfo.CurrentCulture))
                    )
                );
                await Task.Delay(pause, limit.Token).ConfigureAwait(false);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 3 / 2, LongestPause.Ticks));
                job = await ask(limit.Token).ConfigureAwait(false);
            }

            return job;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DifyCommandException(
                "JobTimeout", ErrorCategory.OperationTimeout,
                Strings.FormatJobTimeout(job.Id, binding.Name, _seconds, job.Status),
                Strings.GiveItLonger, binding.Name);
        }
        finally
        {
            _context.WriteProgress(
                new ProgressRecord(ProgressId, _activity, Strings.ProgressDone) { RecordType = ProgressRecordType.Completed }
            );
        }
    }
}

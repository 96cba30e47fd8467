using System;
using System.Globalization;
using System.Management.Automation;

namespace DifyPS.Pipeline;

/// <summary>Shows how much of a file has gone or come.</summary>
internal sealed class TransferProgress : IProgress<long>, IDisposable
{
    private const double Megabyte = 1024 * 1024;

    private readonly QuietProgress _progress;
    private readonly long? _total;

    public TransferProgress(Action<ProgressRecord> write, string activity, long? total, TimeProvider? clock = null)
    {
        _progress = new QuietProgress(write, activity, clock);
        _total = total;
    }

    public void Report(long value)
    {
        if (_total is > 0 and { } total)
        {
            _progress.Report(
                () => Strings.FormatProgressOfMegabytes(Megabytes(value), Megabytes(total)),
                (int)Math.Min(100, value * 100.0 / total)
            );
        }
        else
        {
            _progress.Report(() => Strings.FormatProgressMegabytes(Megabytes(value)));
        }
    }

    public void Dispose() => _progress.Dispose();

    private static string Megabytes(long value) => (value / Megabyte).ToString("0.0", CultureInfo.CurrentCulture);
}

using System;
using System.Diagnostics;
using System.Management.Automation;

namespace DifyPS.Export;

/// <summary>Shows how many messages were read: not at all for a short conversation, and a few times a second for a long one.</summary>
internal sealed class ExportProgress : IDisposable
{
    private const int Id = 0x44_49_46;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Action<ProgressRecord> _write;
    private readonly string _activity;
    private readonly Stopwatch _sinceShown = Stopwatch.StartNew();
    private bool _isShown;

    public ExportProgress(Action<ProgressRecord> write, string title)
    {
        _write = write;
        _activity = title.Trim().Length > 0 ? Strings.FormatExportActivity(title) : Strings.ExportActivityTitleless;
    }

    public void Report(int messages)
    {
        if (_sinceShown.Elapsed < Interval)
            return;
        _sinceShown.Restart();
        _isShown = true;
        _write(new ProgressRecord(Id, _activity, ConversationTotals.CountMessages(messages)));
    }

    public void Dispose()
    {
        if (_isShown)
            _write(new ProgressRecord(Id, _activity, _activity) { RecordType = ProgressRecordType.Completed });
    }
}

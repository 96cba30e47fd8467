using System;
using System.Management.Automation;
using Dify.Client.Streaming;

namespace DifyPS.Runs;

/// <summary>Shows at which node a run is while somebody waits for its end.</summary>
internal sealed class FollowProgress : IDisposable
{
    private const int Id = 0x44_49_47;

    private readonly Action<ProgressRecord> _write;
    private readonly string _activity;
    private bool _isShown;

    public FollowProgress(Action<ProgressRecord> write, string app, string run)
    {
        _write = write;
        _activity = Strings.FormatRunFollowed(run, app);
    }

    public void Report(DifyEvent item)
    {
        if (item is not NodeStartedEvent { Data.Title: { Length: > 0 } title })
            return;
        _isShown = true;
        _write(new ProgressRecord(Id, _activity, Readable.Line(title)));
    }

    public void Dispose()
    {
        if (_isShown)
            _write(new ProgressRecord(Id, _activity, " ") { RecordType = ProgressRecordType.Completed });
    }
}

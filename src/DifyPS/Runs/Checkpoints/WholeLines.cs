using System;
using System.Diagnostics;
using System.IO;

namespace DifyPS.Runs.Checkpoints;

/// <summary>
/// Appends lines to a file, each whole or not at all: one that did not fit is cut off again, or the next would be glued to it.
/// </summary>
internal sealed class WholeLines
{
    // A line is the system's as soon as it is written, and survives this process. That it survives a power cut takes the
    // disk longer than most items, so that is asked for now and then.
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly Stopwatch _sinceSync = Stopwatch.StartNew();
    private readonly Stream _file;
    private long _end;
    private bool _isTorn;

    /// <param name="file">The file, which has no buffer.</param>
    /// <param name="end">Where its last whole line ends; what is behind it goes with the first line that is written.</param>
    public WholeLines(Stream file, long end)
    {
        _file = file;
        _end = end;
        _isTorn = true;
    }

    /// <summary>Adds a line.</summary>
    /// <exception cref="IOException">It did not fit. The file is as it was, or will be before anything else is written.</exception>
    public void Append(byte[] text)
    {
        var line = new byte[text.Length + 1];
        Buffer.BlockCopy(text, 0, line, 0, text.Length);
        line[text.Length] = (byte)'\n';
        if (_isTorn)
            CutBack();
        _isTorn = true;
        try
        {
            _file.Write(line, 0, line.Length);
            Flush();
        }
        catch
        {
            TryCutBack();
            throw;
        }

        _end += line.Length;
        _isTorn = false;
    }

    private void Flush()
    {
        var sync = _sinceSync.Elapsed >= SyncInterval;
        if (sync && _file is FileStream file)
            file.Flush(flushToDisk: true);
        else
            _file.Flush();
        if (sync)
            _sinceSync.Restart();
    }

    private void CutBack()
    {
        if (_file.Length != _end)
            _file.SetLength(_end);
        _file.Position = _end;
        _isTorn = false;
    }

    private void TryCutBack()
    {
        try
        {
            CutBack();
        }
        catch (IOException)
        {
            // The next line tries it again, and is not written before it has been done.
        }
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading;
using Dify.Client.Conversations;
using Dify.Client.Values;

namespace DifyPS.Output.Export;

/// <summary>
/// Turns messages round: they come newest first and are wanted oldest first. A long conversation waits in a temporary
/// file, which nobody else can read and which goes with the process, so that memory holds no more than a page of it.
/// </summary>
internal sealed class MessageSpool : IDisposable
{
    private const int InMemory = 4 * 1024 * 1024;

    private readonly MemoryStream _scratch = new();
    private readonly MemoryStream _one = new();
    private readonly List<long> _ends = new() { 0 };
    private Stream _all = new MemoryStream();

    /// <summary>Sums of what was taken in.</summary>
    public ConversationTotals Totals { get; } = new();

    /// <summary>Whether it has become too long for memory.</summary>
    public bool IsOnDisk => _all is not MemoryStream;

    /// <summary>Ends the reading.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Takes the message before the last one in.</summary>
    public void Add(ConversationMessage message)
    {
        _one.SetLength(0);
        ReadableJson.Write(message.Json, _scratch, _one);
        if (!IsOnDisk && _all.Length + _one.Length > InMemory)
            MoveToDisk();
        _one.WriteTo(_all);
        _ends.Add(_all.Length);
        Totals.Add(message);
    }

    /// <summary>The messages, oldest first.</summary>
    public IEnumerable<ConversationMessage> OldestFirst()
    {
        foreach (var json in Pieces())
        {
            using var document = JsonDocument.Parse(json, JsonFormat.ReadingOwn);
            yield return ConversationMessage.FromJson(document.RootElement.Clone());
        }
    }

    /// <summary>Writes a line a message, oldest first: Dify's own JSON of it.</summary>
    public void WriteLines(Stream output)
    {
        foreach (var json in Pieces())
        {
            output.Write(json, 0, json.Length);
            output.WriteByte((byte)'\n');
        }
    }

    public void Dispose() => _all.Dispose();

    private IEnumerable<byte[]> Pieces()
    {
        for (var i = _ends.Count - 1; i > 0; i--)
        {
            CancellationToken.ThrowIfCancellationRequested();
            var piece = new byte[_ends[i] - _ends[i - 1]];
            _all.Position = _ends[i - 1];
            for (var got = 0; got < piece.Length;)
            {
                var count = _all.Read(piece, got, piece.Length - got);
                got += count > 0 ? count : throw new EndOfStreamException(Strings.ExportSpoolCut);
            }

            yield return piece;
        }
    }

    private void MoveToDisk()
    {
        var file = TemporaryFile();
        ((MemoryStream)_all).WriteTo(file);
        _all.Dispose();
        _all = file;
    }

    private static FileStream TemporaryFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"DifyPS-{Guid.NewGuid():N}.tmp");
#if NET
        if (!OperatingSystem.IsWindows())
        {
            var file = new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.None,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }
            );
            // Its name is not needed any more, and without one it cannot be left behind.
            File.Delete(path);
            return file;
        }
#endif
        return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
    }
}

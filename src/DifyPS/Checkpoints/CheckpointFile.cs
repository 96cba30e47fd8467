using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Rest;
using DifyPS.Binding;

namespace DifyPS.Checkpoints;

/// <summary>
/// The results of a batch, a JSON line each, written and handed to the system as they come: whatever becomes of this
/// process, what has been written is there. One process writes at a time.
/// </summary>
internal sealed class CheckpointFile : IDisposable
{
    // A line is the system's as soon as it is written, and survives this process. That it survives a power cut takes the
    // disk longer than most items, so that is asked for now and then.
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Stopwatch _sinceSync = Stopwatch.StartNew();
    private readonly FileStream _file;
    private readonly Dictionary<string, CheckpointState> _items = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claims = new(StringComparer.Ordinal);

    private CheckpointFile(FileStream file) => _file = file;

    /// <summary>Opens a checkpoint to go on with, or begins one.</summary>
    /// <exception cref="DifyBindingException">It is of something else, in use, or damaged.</exception>
    public static CheckpointFile Open(string path, CheckpointHead head)
    {
        var file = OpenStream(path);
        try
        {
            var checkpoint = new CheckpointFile(file);
            checkpoint.Load(path, head);
            return checkpoint;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>What is known of an item; null when nothing is.</summary>
    public CheckpointState? Find(string key)
    {
        lock (_gate)
        {
            return _items.TryGetValue(key, out var state) ? state : null;
        }
    }

    /// <summary>Items that were sent by a command that ended before Dify had named them.</summary>
    public IReadOnlyList<CheckpointState> Lost
    {
        get
        {
            lock (_gate)
            {
                return _items.Values.Where(state => state.Event == CheckpointState.Sending).ToList();
            }
        }
    }

    /// <summary>Whether an item has that run or message.</summary>
    public bool IsClaimed(string id)
    {
        lock (_gate)
        {
            return _claims.Contains(id);
        }
    }

    /// <summary>Takes a run or message for an item; false when another item has it.</summary>
    public bool TryClaim(string id)
    {
        lock (_gate)
        {
            return _claims.Add(id);
        }
    }

    /// <summary>Adds a line about an item. Fields without a value are left out.</summary>
    public void Append(string key, string kind, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var line = new Dictionary<string, object?>
        {
            ["key"] = key,
            ["event"] = kind,
            ["time"] = DateTimeOffset.UtcNow.ToString("o", CultureInfo.InvariantCulture),
        };
        foreach (var field in fields)
        {
            if (field.Value is not null)
                line[field.Key] = field.Value;
        }

        var bytes = RestBody.Write(line);
        using var document = JsonDocument.Parse(bytes);
        lock (_gate)
        {
            Note(document.RootElement);
            Write(bytes);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            // A full disk has been told by the line that did not fit.
            try
            {
                _file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
            }

            _file.Dispose();
        }
    }

    private static FileStream OpenStream(string path)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DifyBindingException(
                "CheckpointNotWritable", ErrorCategory.WriteError, Strings.FormatCheckpointNotWritable(path, e.Message),
                Strings.CheckpointNotWritableAction, innerException: e);
        }
    }

    private void Load(string path, CheckpointHead head)
    {
        CheckpointHead? found = null;
        var whole = CheckpointReader.Read(_file, path, line =>
        {
            if (found is null)
                Require(head, found = CheckpointReader.Head(line, path), path);
            else
                Note(line);
        });
        // A line that was cut off in writing goes: what it would have told is asked for again.
        _file.SetLength(whole);
        _file.Position = whole;
        if (found is null)
            Write(RestBody.Write(head.ToLine()));
    }

    private static void Require(CheckpointHead head, CheckpointHead found, string path)
    {
        var other = !AppName.Comparer.Equals(head.App, found.App) || head.Server != found.Server ? Strings.FormatCheckpointOfApp(found.App, found.Server)
            : head.Command != found.Command ? $"{found.Command}"
            : head.Constants != found.Constants ? Strings.CheckpointOfOtherConstants
            : null;
        if (other is not null)
        {
            throw new DifyBindingException(
                "CheckpointMismatch", ErrorCategory.InvalidArgument,
                Strings.FormatCheckpointMismatch(path, other),
                Strings.CheckpointMismatchAction, head.App);
        }
    }

    private void Note(JsonElement line)
    {
        if (CheckpointState.Text(line, "key") is not { } key)
            return;
        if (!_items.TryGetValue(key, out var state))
            _items[key] = state = new CheckpointState();
        state.Take(line);
        if (state.RunId is not null)
            _claims.Add(state.RunId);
        if (state.MessageId is not null)
            _claims.Add(state.MessageId);
    }

    private void Write(byte[] bytes)
    {
        var line = new byte[bytes.Length + 1];
        Buffer.BlockCopy(bytes, 0, line, 0, bytes.Length);
        line[bytes.Length] = (byte)'\n';
        _file.Write(line, 0, line.Length);
        var sync = _sinceSync.Elapsed >= SyncInterval;
        _file.Flush(sync);
        if (sync)
            _sinceSync.Restart();
    }
}

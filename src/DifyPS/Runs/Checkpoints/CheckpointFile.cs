using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.Json;
using Dify.Client.Rest;
using DifyPS.Bindings.Registry;
using DifyPS.Common;

namespace DifyPS.Runs.Checkpoints;

/// <summary>
/// The results of a batch, a JSON line each, written and handed to the system as they come: whatever becomes of this
/// process, what has been written is there. One process writes at a time.
/// </summary>
internal sealed class CheckpointFile : IDisposable
{
    private readonly object _gate = new();
    private readonly string _path;
    private readonly string _app;
    private readonly Stream _file;
    private readonly IDisposable? _held;
    private readonly WholeLines _lines;
    private readonly Dictionary<string, CheckpointState> _items = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claims = new(StringComparer.Ordinal);

    private CheckpointFile(Stream file, string path, CheckpointHead head, IDisposable? held)
    {
        _file = file;
        _path = path;
        _app = head.App;
        _held = held;
        CheckpointHead? found = null;
        // What has no head of ours throws here, and is not touched. A line that was cut off in writing goes with the next one:
        // what it would have told is asked for again.
        _lines = new WholeLines(file, CheckpointReader.Read(file, path, line =>
        {
            if (found is null)
                Require(head, found = CheckpointReader.Head(line, path), path);
            else
                Apply(line);
        }));
        if (found is null)
            Write(JsonValueWriter.Write(head.ToLine()));
    }

    /// <summary>Opens a checkpoint to go on with, or begins one.</summary>
    /// <exception cref="DifyCommandException">It is of something else, in use, or damaged.</exception>
    public static CheckpointFile Open(string path, CheckpointHead head)
    {
        var file = OpenStream(path, out var held);
        try
        {
            var checkpoint = new CheckpointFile(file, path, head, held);
            // Not before it is known to be a checkpoint: a file that was named by mistake is not to be changed at all.
            CheckpointStream.Close(file);
            return checkpoint;
        }
        catch
        {
            file.Dispose();
            held?.Dispose();
            throw;
        }
    }

    /// <summary>The same on a stream that is open already.</summary>
    internal static CheckpointFile On(Stream file, string path, CheckpointHead head) => new(file, path, head, null);

    /// <summary>What is known of an item; null when nothing is.</summary>
    public CheckpointState? Find(string key)
    {
        lock (_gate)
            return _items.TryGetValue(key, out var state) ? state : null;
    }

    /// <summary>Items that were sent by a command that ended before Dify had named them.</summary>
    public IReadOnlyList<CheckpointState> Lost
    {
        get
        {
            lock (_gate)
                return _items.Values.Where(state => state.Event == CheckpointState.Sending).ToList();
        }
    }

    /// <summary>Whether an item has that run or message.</summary>
    public bool IsClaimed(string id)
    {
        lock (_gate)
            return _claims.Contains(id);
    }

    /// <summary>Takes a run or message for an item; false when another item has it.</summary>
    public bool TryClaim(string id)
    {
        lock (_gate)
            return _claims.Add(id);
    }

    /// <summary>Adds a line about an item. Fields without a value are left out.</summary>
    /// <exception cref="DifyCommandException"><c>CheckpointNotWritable</c>: there is no room, say. Nothing was noted.</exception>
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

        var bytes = JsonValueWriter.Write(line);
        lock (_gate)
        {
            Write(bytes);
            var state = StateOf(key);
            state.Apply(line);
            Claim(state);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            // A full disk has been told by the line that did not fit.
            try
            {
                (_file as FileStream)?.Flush(flushToDisk: true);
                _file.Dispose();
            }
            catch (IOException)
            {
            }

            _held?.Dispose();
        }
    }

    private static FileStream OpenStream(string path, out IDisposable? held)
    {
        try
        {
            return CheckpointStream.Open(path, out held);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DifyCommandException(
                "CheckpointNotWritable", ErrorCategory.WriteError,
                BusyFile.IsBusy(e) ? Strings.FormatCheckpointInUse(path) : Strings.FormatCheckpointNotWritable(path, e.Message),
                Strings.CheckpointNotWritableAction, innerException: e);
        }
    }

    private static void Require(CheckpointHead head, CheckpointHead found, string path)
    {
        var other =
            !AppName.Comparer.Equals(head.App, found.App) || head.Server != found.Server
                ? Strings.FormatCheckpointOfApp(found.App, found.Server)
            : head.Command != found.Command ? $"{found.Command}"
            : head.Constants != found.Constants ? Strings.CheckpointOfOtherConstants
            : null;
        if (other is not null)
        {
            throw new DifyCommandException(
                "CheckpointMismatch", ErrorCategory.InvalidArgument,
                Strings.FormatCheckpointMismatch(path, other),
                Strings.CheckpointMismatchAction, head.App);
        }
    }

    private void Apply(JsonElement line)
    {
        if (CheckpointState.Text(line, "key") is not { } key)
            return;
        var state = StateOf(key);
        state.Apply(line);
        Claim(state);
    }

    private CheckpointState StateOf(string key)
    {
        if (!_items.TryGetValue(key, out var state))
            _items[key] = state = new CheckpointState();
        return state;
    }

    private void Claim(CheckpointState state)
    {
        if (state.RunId is not null)
            _claims.Add(state.RunId);
        if (state.MessageId is not null)
            _claims.Add(state.MessageId);
    }

    private void Write(byte[] bytes)
    {
        try
        {
            _lines.Append(bytes);
        }
        catch (IOException e)
        {
            throw new DifyCommandException(
                "CheckpointNotWritable", ErrorCategory.WriteError,
                Strings.FormatCheckpointNotWritten(_path, _app, e.Message), Strings.CheckpointNotWrittenAction, _app, e);
        }
    }
}

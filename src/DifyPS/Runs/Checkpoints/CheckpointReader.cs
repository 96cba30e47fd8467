using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using Dify.Client.Values;
using DifyPS.Common;

namespace DifyPS.Runs.Checkpoints;

/// <summary>Reads the lines of a checkpoint. A last line that was cut off in writing is no line.</summary>
internal static class CheckpointReader
{
    // The first line tells whether the rest is worth reading. A file of something else may have no end of line at all.
    private const int LongestHead = 64 * 1024;

    private static readonly string[] Required = { "app", "server", "command", "constants" };

    /// <summary>Hands each whole line to <paramref name="take"/>, and gives the length of what is whole, in bytes.</summary>
    /// <exception cref="DifyCommandException"><c>CheckpointDamaged</c>: a line cannot be read, or there is something, but no whole
    /// line.</exception>
    public static long Read(Stream file, string path, Action<JsonElement> take)
    {
        var line = new List<byte>(1024);
        var whole = 0L;
        var position = 0L;
        var number = 0;
        var isBegun = false;
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = file.Read(buffer, 0, buffer.Length)) > 0)
        {
            for (var i = 0; i < count; i++, position++)
            {
                if (buffer[i] != (byte)'\n')
                {
                    line.Add(buffer[i]);
                    if (!isBegun && line.Count > LongestHead)
                        throw Damaged(path, number + 1, Strings.CheckpointNoHead);
                    continue;
                }

                number++;
                isBegun |= Parse(line, path, number, take);
                line.Clear();
                whole = position + 1;
            }
        }

        if (!isBegun && line.Count > 0)
            throw Damaged(path, number + 1, Strings.CheckpointNoHead);
        return whole;
    }

    public static CheckpointHead Head(JsonElement line, string path)
    {
        if (
            !line.TryGetProperty("checkpoint", out var version)
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out var number)
        )
        {
            throw Damaged(path, 1, Strings.CheckpointNoHead);
        }
        // Any file may have such a field.
        if (
            number < 1
            || (number <= CheckpointHead.Version && Array.Exists(Required, name => string.IsNullOrEmpty(CheckpointState.Text(line, name))))
        )
        {
            throw Damaged(path, 1, Strings.CheckpointNoHead);
        }
        if (number > CheckpointHead.Version)
        {
            throw new DifyCommandException(
                "CheckpointTooNew", ErrorCategory.InvalidData, Strings.FormatCheckpointTooNew(path), Strings.CheckpointTooNewAction);
        }

        return new CheckpointHead(
            CheckpointState.Text(line, "app") ?? string.Empty,
            CheckpointState.Text(line, "server") ?? string.Empty,
            CheckpointState.Text(line, "command") ?? string.Empty,
            CheckpointState.Text(line, "constants") ?? string.Empty);
    }

    // Whether there was something on it.
    private static bool Parse(List<byte> line, string path, int number, Action<JsonElement> take)
    {
        if (line.Count == 0)
            return false;
        try
        {
            using var document = JsonDocument.Parse(line.ToArray(), JsonFormat.ReadingOwn);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Damaged(path, number, Strings.CheckpointNoObject);
            take(document.RootElement);
            return true;
        }
        catch (JsonException e)
        {
            throw Damaged(path, number, e.Message);
        }
    }

    private static DifyCommandException Damaged(string path, int number, string why) => new(
        "CheckpointDamaged", ErrorCategory.InvalidData, Strings.FormatCheckpointDamaged(number, path, why.TrimEnd('.')),
        Strings.CheckpointDamagedAction);
}

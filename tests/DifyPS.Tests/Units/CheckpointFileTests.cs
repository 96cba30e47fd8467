using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using DifyPS.Common;
using DifyPS.Runs.Checkpoints;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>A checkpoint on a disk that has no room, or that somebody else wrote.</summary>
public sealed class CheckpointFileTests
{
    private static readonly CheckpointHead Head = new("triage", "https://dify.example.com/v1/", "Invoke-DifyWorkflow", "c");

    [Theory]
    [InlineData("{\"checkpoint\":1}")]
    [InlineData("{\"checkpoint\":1,\"app\":\"\",\"server\":\"s\",\"command\":\"c\",\"constants\":\"x\"}")]
    [InlineData("{\"checkpoint\":1,\"app\":1,\"server\":\"s\",\"command\":\"c\",\"constants\":\"x\"}")]
    [InlineData("{\"checkpoint\":1,\"app\":\"triage\"}")]
    [InlineData("{\"checkpoint\":0,\"app\":\"a\",\"server\":\"s\",\"command\":\"c\",\"constants\":\"x\"}")]
    [InlineData("{\"checkpoint\":1,")]
    public void A_file_that_has_such_a_field_by_chance_is_no_checkpoint(string first)
    {
        var disk = new Disk();
        var text = Encoding.UTF8.GetBytes(first + "\n{\"a\":1}\n");
        disk.Write(text, 0, text.Length);
        disk.Position = 0;

        var error = Assert.Throws<DifyCommandException>(() => CheckpointFile.On(disk, "batch.jsonl", Head));

        Assert.Equal("CheckpointDamaged", error.ErrorId);
        Assert.DoesNotContain("..", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.Equal(first + "\n{\"a\":1}\n", disk.Text);
    }

    [Fact]
    public void A_device_or_a_pipe_is_refused_before_anything_is_made()
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Directory.CreateTempSubdirectory();
        var pipe = Path.Combine(folder.FullName, "pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe))
            made.WaitForExit();
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "link"), "/dev/null");
        foreach (var path in (string[])[pipe, Path.Combine(folder.FullName, "link"), "/dev/null", "/dev/zero"])
        {
            var error = Assert.Throws<DifyCommandException>(() => CheckpointFile.Open(path, Head));

            Assert.Equal("CheckpointNotWritable", error.ErrorId);
            Assert.Contains("device or a pipe", error.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(path + ".lock"));
        }

        Assert.False(File.Exists("/dev/null.lock"));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void One_that_is_open_to_others_is_closed_to_them()
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "batch.jsonl");
        CheckpointFile.Open(path, Head).Dispose();
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(
            path,
            Owner | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite
        );

        CheckpointFile.Open(path, Head).Dispose();

        Assert.Equal(Owner, File.GetUnixFileMode(path));
        // What is no checkpoint is not touched, and neither are its rights.
        var other = Path.Combine(folder.FullName, "other.json");
        File.WriteAllText(other, "{}\n");
        File.SetUnixFileMode(other, Owner | UnixFileMode.OtherRead);
        Assert.Throws<DifyCommandException>(() => CheckpointFile.Open(other, Head));
        Assert.Equal(Owner | UnixFileMode.OtherRead, File.GetUnixFileMode(other));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_line_that_does_not_fit_leaves_none_of_it()
    {
        var disk = new Disk();
        var file = CheckpointFile.On(disk, "batch.jsonl", Head);
        file.Append("a", CheckpointState.Ended, [new("answer", "yes")]);
        var before = disk.Text;
        disk.Room = disk.Length + 40;
        for (var i = 0; i < 3; i++)
        {
            var error = Assert.Throws<DifyCommandException>(() =>
                file.Append("b", CheckpointState.Ended, [new("answer", new string('x', 100))])
            );
            Assert.Equal(("CheckpointNotWritable", "triage"), (error.ErrorId, error.App));
            Assert.Contains("batch.jsonl", error.Message);
            Assert.Equal(before, disk.Text);
        }

        Assert.Null(file.Find("b"));
        disk.Room = long.MaxValue;
        file.Append("c", CheckpointState.Ended, []);
        Assert.Equal(["a", "c"], Keys(disk));
    }

    [Fact]
    public void A_line_that_cannot_even_be_cut_off_is_cut_off_before_the_next()
    {
        var disk = new Disk();
        var file = CheckpointFile.On(disk, "batch.jsonl", Head);
        disk.Room = disk.Length + 40;
        disk.CanCut = false;
        Assert.Throws<DifyCommandException>(() => file.Append("b", CheckpointState.Ended, [new("answer", new string('x', 100))]));
        disk.Room = long.MaxValue;
        Assert.Throws<DifyCommandException>(() => file.Append("c", CheckpointState.Ended, []));
        disk.CanCut = true;
        file.Append("d", CheckpointState.Ended, []);
        Assert.Equal(["d"], Keys(disk));
    }

    [Fact]
    public void An_item_that_could_not_begin_for_want_of_room_has_not_failed()
    {
        var disk = new Disk();
        var file = CheckpointFile.On(disk, "batch.jsonl", Head);
        var item = new CheckpointItem(file, "a", hasRun: true);
        disk.Room = disk.Length + 250;
        var error = Assert.Throws<DifyCommandException>(() =>
            item.OnSending("alice", new Dictionary<string, object?> { ["topic"] = new string('x', 500) }, null, null)
        );
        // There is room for this line, which is short.
        item.OnError(error);
        Assert.Equal(CheckpointState.Refused, file.Find("a")!.Event);
        Assert.False(file.Find("a")!.IsFinal);
    }

    [Fact]
    public void What_is_under_way_goes_on_without_its_note_and_that_is_told_at_its_end()
    {
        var disk = new Disk();
        var file = CheckpointFile.On(disk, "batch.jsonl", Head);
        var item = new CheckpointItem(file, "a", hasRun: true);
        item.OnSending("alice", new Dictionary<string, object?>(), null, null);
        disk.Room = disk.Length;
        item.OnError(new IOException("The line was lost."));
        item.OnStopped();
        Assert.Equal("CheckpointNotWritable", Assert.Throws<DifyCommandException>(item.RequireNoted).ErrorId);
        // Its end is not known to the file: the next command asks for it.
        Assert.Equal(CheckpointState.Sending, file.Find("a")!.Event);
        item.OnError(new IOException());
        Assert.False(file.Find("a")!.IsFinal);
    }

    [Theory]
    [InlineData("{\"a\":1}")]
    [InlineData("{")]
    [InlineData("PK\u0003\u0004\u0000")]
    [InlineData("some text\nand more\n")]
    [InlineData("{\"checkpoint\":1.5}\n")]
    [InlineData("{\"checkpoint\":99999999999}\n")]
    [InlineData("[]\n")]
    [InlineData("{\"a\":1}\n{\"b\":2}")]
    [InlineData("\n{\"a\":1}")]
    public void What_is_no_checkpoint_is_not_touched(string content)
    {
        var disk = new Disk(content);
        Assert.Equal("CheckpointDamaged", Assert.Throws<DifyCommandException>(() => CheckpointFile.On(disk, "batch.jsonl", Head)).ErrorId);
        Assert.Equal(content, disk.Text);
    }

    [Fact]
    public void A_file_without_an_end_of_line_is_not_read_to_its_end()
    {
        var disk = new Disk(new string('x', 10_000_000));
        Assert.Throws<DifyCommandException>(() => CheckpointFile.On(disk, "batch.jsonl", Head));
        Assert.InRange(disk.Position, 1, 1_000_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void A_file_with_nothing_in_it_becomes_a_checkpoint(string content)
    {
        var disk = new Disk(content);
        CheckpointFile.On(disk, "batch.jsonl", Head).Append("a", CheckpointState.Ended, []);
        Assert.NotNull(CheckpointFile.On(disk.Again(), "batch.jsonl", Head).Find("a"));
    }

    [Fact]
    public void A_tail_that_was_cut_off_goes_with_the_next_line()
    {
        var disk = new Disk();
        CheckpointFile.On(disk, "batch.jsonl", Head).Append("a", CheckpointState.Ended, []);
        var torn = new Disk(disk.Text + "{\"key\":\"b\",\"ev");
        var file = CheckpointFile.On(torn, "batch.jsonl", Head);
        Assert.Null(file.Find("b"));
        file.Append("c", CheckpointState.Ended, []);
        Assert.Equal(["a", "c"], Keys(torn));
    }

    [Theory]
    [InlineData(CheckpointState.Running)]
    [InlineData(CheckpointState.Ended)]
    [InlineData(CheckpointState.Refused)]
    [InlineData(CheckpointState.Stopped)]
    [InlineData(CheckpointState.Sending)]
    public void What_is_known_after_a_line_is_what_the_next_command_reads(string last)
    {
        var disk = new Disk();
        var file = CheckpointFile.On(disk, "batch.jsonl", Head);
        file.Append("a", CheckpointState.Ended, [new("status", "failed"), new("runId", "old"), new("tokens", 3)]);
        file.Append("a", CheckpointState.Sending, [new("user", "alice"), new("text", "hi"), new("conversationId", "c")]);
        file.Append("a", CheckpointState.Running, [new("runId", "r"), new("taskId", "t"), new("messageId", null)]);
        file.Append("a", last, [new("status", "succeeded"), new("messageId", "m")]);
        var read = CheckpointFile.On(disk.Again(), "batch.jsonl", Head);
        Assert.Equivalent(read.Find("a"), file.Find("a"), strict: true);
        Assert.Equal(last, file.Find("a")!.Event);
        foreach (var id in (string[])["old", "r", "m"])
            Assert.Equal(read.IsClaimed(id), file.IsClaimed(id));
    }

    private static IEnumerable<string?> Keys(Disk disk)
    {
        var keys = new List<string?>();
        CheckpointReader.Read(disk.Again(), "batch.jsonl", line => keys.Add(CheckpointState.Text(line, "key")));
        return keys.Skip(1);
    }

    /// <summary>A file on a disk that may be full, and then takes what fits.</summary>
    private sealed class Disk : MemoryStream
    {
        public Disk(string content = "")
        {
            base.Write(Encoding.Latin1.GetBytes(content), 0, content.Length);
            Position = 0;
        }

        public long Room { get; set; } = long.MaxValue;

        public bool CanCut { get; set; } = true;

        public string Text => Encoding.Latin1.GetString(ToArray());

        public Disk Again() => new(Text);

        public override void Write(byte[] buffer, int offset, int count)
        {
            var fits = (int)Math.Min(count, Room - Position);
            base.Write(buffer, offset, fits);
            if (fits < count)
                throw new IOException("No space left on device");
        }

        public override void SetLength(long value)
        {
            if (!CanCut)
                throw new IOException("Input/output error");
            base.SetLength(value);
        }
    }
}

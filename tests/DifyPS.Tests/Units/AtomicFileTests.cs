using System;
using System.IO;
using System.Runtime.Versioning;
using System.Text;
using System.Threading.Tasks;
using DifyPS.Common;
using DifyPS.Output.Files;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Units;

/// <summary>The one way in which the module writes files, and what it does where another program is in the way.</summary>
public sealed class AtomicFileTests
{
    [Fact]
    public void What_is_not_finished_leaves_the_older_file_and_nothing_else()
    {
        var path = NewFile("old");
        using (var file = AtomicFile.Begin(path, Readers.AsUsual))
        {
            file.Stream.Write("half"u8);
            Assert.Equal("old", File.ReadAllText(path));
            Assert.True(AtomicFile.IsLeftover(path, Path.GetFileName(file.Stream.Name)));
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Theory]
    [InlineData("a.json", "a.json.0123456789ab.tmp", true)]
    [InlineData("a.json", "a.json.mine.tmp", false)]
    [InlineData("a.json", "a.json.tmp", false)]
    [InlineData("a.json", "b.json.0123456789ab.tmp", false)]
    [InlineData("a.json", "a.json.0123456789ab.tmp2", false)]
    public void Only_what_was_left_by_it_is_taken_for_that(string file, string name, bool isLeftover) =>
        Assert.Equal(isLeftover, AtomicFile.IsLeftover(Path.Combine("folder", file), name));

    [Theory]
    [UnsupportedOSPlatform("windows")]
    [InlineData(0x1A4)] // rw-r--r--
    [InlineData(0x1B4)] // rw-rw-r--
    [InlineData(0x180)] // rw-------
    [InlineData(0x1FF)] // rwxrwxrwx
    public void Rights_are_handed_on(int mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes there.");
        var path = NewFile("old");
        File.SetUnixFileMode(path, (UnixFileMode)mode);
        Write(path, "new");
        Assert.Equal(("new", (UnixFileMode)mode), (File.ReadAllText(path), File.GetUnixFileMode(path)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Owner_and_group_are_handed_on_where_one_may()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux gives files away.");
        var path = NewFile("old");
        using (var chown = System.Diagnostics.Process.Start("chown", ["65534:12345", path]))
            await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
        Write(path, "new");
        Assert.Equal((65534u, 12345u), UnixFile.Of(path) is { } file ? (file.Owner, file.Group) : default);
    }

    [Fact]
    public void A_link_leads_to_its_file_and_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links are for administrators there.");
        var path = NewFile("old");
        var link = path + ".link";
        File.CreateSymbolicLink(link, Path.GetFileName(path));
        Write(link, "new");
        Assert.Equal("new", File.ReadAllText(path));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_pipe_is_written_to_and_stays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells pipes from files.");
        var path = Path.Combine(NewFolder(), "pipe");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [path]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        var reading = Task.Run(() => File.ReadAllText(path), TestContext.Current.CancellationToken);
        Write(path, "through");
        Assert.Equal("through", await reading);
        Assert.False(UnixFile.Of(path)!.Value.IsRegular);
        // Whoever reads all that the run has written would wait for a writer of this one for ever.
        File.Delete(path);
    }

    [Fact]
    public void A_file_that_is_read_only_is_replaced_by_force_only()
    {
        var path = NewFile("old");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        foreach (var gentle in new[] { new ExportFile(path, noClobber: false, force: false), ExportFile.Plain(path) })
            Assert.Equal("FileReadOnly", Assert.Throws<DifyCommandException>(() => gentle.Check()).ErrorId);
        ExportFile.ByForce(path, force: true).Write(stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.False(AtomicFile.IsReadOnly(path));
    }

    [Fact]
    public async Task What_the_system_refuses_is_told_with_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A folder that takes no files is on Linux.");
        var file = ExportFile.Plain("/proc/page.html");
        Assert.Contains("/proc/page.html", Assert.Throws<DifyCommandException>(() => file.Write(_ => { })).Message);
        var error = await Assert.ThrowsAsync<DifyCommandException>(() => file.WriteAsync(_ => Task.CompletedTask));
        Assert.Equal("FileNotWritable", error.ErrorId);
        var full = NewFile("old");
        Assert.Contains(
            full,
            Assert
                .Throws<DifyCommandException>(() => ExportFile.Plain(full).Write(_ => throw new IOException("No space left on device")))
                .Message
        );
        Assert.Equal("old", File.ReadAllText(full));
    }

    [Fact]
    public void Who_has_a_file_for_a_moment_is_waited_for()
    {
        var waited = TimeSpan.Zero;
        var left = 5;
        Exception[] reasons = [new UnauthorizedAccessException(), Busy()];
        Assert.Equal(7, BusyFile.Retry(() => left-- > 0 ? throw reasons[left % 2] : 7, deniedMayPass: true, time => waited += time));
        Assert.InRange(waited, TimeSpan.FromMilliseconds(1), BusyFile.Patience);
    }

    [Fact]
    public void Who_keeps_a_file_is_waited_for_two_seconds_and_no_longer()
    {
        var waited = TimeSpan.Zero;
        Assert.Throws<IOException>(() => BusyFile.Retry<int>(() => throw Busy(), deniedMayPass: true, time => waited += time));
        Assert.InRange(waited, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2.5));
    }

    [Fact]
    public void What_is_for_good_is_not_waited_for()
    {
        static void Never(TimeSpan time) => Assert.Fail("It waited.");
        Assert.Throws<UnauthorizedAccessException>(() =>
            BusyFile.Retry<int>(() => throw new UnauthorizedAccessException(), deniedMayPass: false, Never)
        );
        Assert.Throws<FileNotFoundException>(() =>
            BusyFile.Retry<int>(() => throw new FileNotFoundException(), deniedMayPass: true, Never)
        );
    }

    // As this system tells it.
    private static IOException Busy()
    {
        var path = NewFile("held");
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var error = Assert.Throws<IOException>(() =>
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        );
        Assert.True(BusyFile.IsBusy(error));
        return error;
    }

    private static void Write(string path, string text)
    {
        using var file = AtomicFile.Begin(path, Readers.AsUsual);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    private static string NewFile(string text)
    {
        var path = Path.Combine(NewFolder(), "file.txt");
        File.WriteAllText(path, text);
        return path;
    }

    private static string NewFolder() => Directory.CreateDirectory(Path.Combine(Canary.Folder, Guid.NewGuid().ToString("N"))).FullName;
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Runtime.Versioning;
using System.Threading;
using System.Threading.Tasks;
using DifyPS.Bindings.Registry;
using DifyPS.Common;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Rules;

public sealed class Rule8_One_file_however_it_is_named
{
    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("both")]
    public async Task Writers_by_a_link_and_by_the_file_lose_nothing(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links are for administrators there.");
        var folder = NewFolder();
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "real")).FullName, "apps.json");
        var registry = AppRegistry.At(file);
        await AddAsync(registry, "first");
        var link = AppRegistry.At(LinkTo(folder, kind));
        Assert.Equal(LockFile.PathFor(file), LockFile.PathFor(link.Path));
        await Parallel.ForAsync(0, 40, TestContext.Current.CancellationToken, async (i, _) =>
            await AddAsync(i % 2 == 0 ? registry : link, $"app{i}")
        );
        Assert.Equal(41, RegistryFile.Read(file).Apps.Count);
        Assert.Equal(41, RegistryFile.Read(link.Path).Apps.Count);
        Assert.NotNull(new FileInfo(Path.Combine(folder, kind == "folder" ? "linked" : "apps.json")).LinkTarget);
    }

    [Fact]
    public async Task What_another_process_writes_is_seen_through_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links are for administrators there.");
        var folder = NewFolder();
        Directory.CreateDirectory(Path.Combine(folder, "real"));
        var file = AppRegistry.At(Path.Combine(folder, "real", "apps.json"));
        await AddAsync(file, "cat");
        var link = AppRegistry.At(LinkTo(folder, "file"));
        // Long ago, so that the time of the file alone tells that it is another one.
        File.SetLastWriteTimeUtc(file.Path, DateTime.UtcNow.AddHours(-1));
        Assert.Single(link.Apps);
        await AddAsync(file, "dog");
        Assert.Equal(2, link.Apps.Count);
    }

    [Fact]
    public async Task A_file_of_several_names_is_not_written_and_neither_is_the_vault()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells how many names a file has.");
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.AddApp("Dog");
        var other = Path.Combine(stage.Folder, "other.json");
        using (var link = System.Diagnostics.Process.Start("ln", [stage.RegistryFile, other]))
            await link.WaitForExitAsync(TestContext.Current.CancellationToken);
        var error = stage.Bad("Register-DifyApp dog $dogKey -Server $server", "RegistryNotWritable");
        Assert.Contains("2 names", error.Exception.Message);
        Assert.Null(stage.GetSecret("DifyPS-dog"));
        File.Delete(other);
        stage.Good("Register-DifyApp dog $dogKey -Server $server");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_rewrite_leaves_the_rights_as_they_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes there.");
        const UnixFileMode shared =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        File.SetUnixFileMode(stage.RegistryFile, shared);
        stage.Good("Set-DifyApp cat -User bob");
        Assert.Equal(shared, File.GetUnixFileMode(stage.RegistryFile));
        // Whoever may write the registry may take its lock.
        Assert.Equal(shared, File.GetUnixFileMode(stage.RegistryFile + ".lock"));
    }

    [Fact]
    public async Task A_relative_name_counts_from_where_the_session_is()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        var before = Directory.GetCurrentDirectory();
        var folder = Directory.CreateDirectory(Path.Combine(stage.Folder, "team")).FullName;
        Environment.SetEnvironmentVariable(RegistryPath.Variable, "apps.json");
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(folder);
        stage.Good("Register-DifyApp cat $catKey -Server $server");
        Assert.True(File.Exists(Path.Combine(stage.Folder, "team", "apps.json")));
        Assert.False(File.Exists(Path.Combine(before, "apps.json")));
        Assert.Equal("cat", stage.Texts("Invoke-DifyChat c"));
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        stage.Good("$env:DIFYPS_REGISTRY = './team/../team/apps.json'; $null = Invoke-DifyChat cat hi");
        stage.Good("$env:DIFYPS_REGISTRY = 'apps.json'");
        stage.Bad("Invoke-DifyChat cat hi", "AppNotFound");
    }

    [Fact]
    public async Task A_drive_of_PowerShell_and_the_home_folder_lead_to_it()
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        var session = stage.Shell.Runspace.SessionStateProxy;
        var files = session.Provider.GetOne("FileSystem");
        session.Drive.New(new PSDriveInfo("Team", files, stage.Folder, string.Empty, null), "global");
        stage.Good("$env:DIFYPS_REGISTRY = 'Team:/sub/apps.json'; Register-DifyApp cat $catKey -Server $server");
        Assert.True(File.Exists(Path.Combine(stage.Folder, "sub", "apps.json")));
        Assert.Equal("cat", stage.Texts("Invoke-DifyChat c"));
        stage.Good($"$env:DIFYPS_REGISTRY = 'FileSystem::{stage.Folder}/sub/apps.json'; $null = Invoke-DifyChat cat hi");
        // Also from where there are no files.
        session.Path.SetLocation("Env:");
        files.Home = stage.Folder;
        foreach (var named in new[] { "~/sub/apps.json", "~\\sub/apps.json", "~/sub/../sub/apps.json" })
        {
            stage.Good($"$env:DIFYPS_REGISTRY = '{named}'; $null = Invoke-DifyChat cat hi");
            Assert.Equal("cat", stage.Texts("Invoke-DifyChat c"));
        }

        // What only looks like it is a name as any other.
        session.Path.SetLocation(stage.Folder);
        stage.Good("$env:DIFYPS_REGISTRY = '~team.json'; Register-DifyApp tom $catKey -Server $server -SecretName tom");
        Assert.True(File.Exists(Path.Combine(stage.Folder, "~team.json")));
    }

    [Theory]
    [InlineData("NoSuchDrive:/apps.json", "NoSuchDrive")]
    [InlineData("Env:/apps.json", "file system")]
    [InlineData("NoSuchProvider::/apps.json", "NoSuchProvider")]
    public async Task What_is_no_file_is_told_and_no_list_is_empty_for_it(string named, string reason)
    {
        await using var stage = await Stage.SetAsync();
        stage.AddApp("Cat");
        Environment.SetEnvironmentVariable(RegistryPath.Variable, named);
        foreach (
            var command in new[]
            {
                "Get-DifyApp",
                "Get-DifyApp cat",
                "Invoke-DifyChat cat hi",
                "Test-DifyApp",
                "Register-DifyApp cat $catKey -Server $server",
                "Unregister-DifyApp cat",
            }
        )
        {
            var error = stage.Bad(command, "RegistryUnreadable");
            Assert.Contains($"'{named}'", error.Exception.Message);
            Assert.Contains(reason, error.Exception.Message);
            Assert.Contains(RegistryPath.Variable, error.ErrorDetails.RecommendedAction);
        }

        Assert.Empty(stage.Complete("Invoke-DifyChat c"));
        Assert.Null(stage.GetSecret("DifyPS-cat"));
    }

    private static Task AddAsync(AppRegistry registry, string name) => registry.UpdateAsync(
        apps => Task.FromResult<IReadOnlyList<AppBinding>?>([.. apps, Sample.Binding(name)]), CancellationToken.None);

    private static string LinkTo(string folder, string kind)
    {
        var place = folder;
        if (kind is "folder" or "both")
            place = Directory.CreateSymbolicLink(Path.Combine(folder, "linked"), "real").FullName;
        if (kind == "folder")
            return Path.Combine(place, "apps.json");
        var link = Path.Combine(folder, "apps.json");
        File.CreateSymbolicLink(link, kind == "both" ? "linked/../real/apps.json" : "real/apps.json");
        return link;
    }

    private static string NewFolder() => Directory.CreateDirectory(Path.Combine(Canary.Folder, Guid.NewGuid().ToString("N"))).FullName;
}

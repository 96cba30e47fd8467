using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Workspaces;

/// <summary>Export-DifyAppDsl and Import-DifyAppDsl.</summary>
public sealed class AppDslTests
{
    private const string Dsl = "app:\n  description: A cat.\n  mode: chat\n  name: Cat\nkind: app\nversion: 0.5.0\n";

    public static TheoryData<string> Versions => AppStage.Versions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Backup_holds_every_app_and_comes_back(string version)
    {
        await using var stage = await AppStage.SetAsync(version);
        string[] names = ["Cat", "cat", "Cat", "a/b\\c:d*e?", "CON", "trailing. ", "Größe 日本"];
        foreach (var name in names)
            stage.Add(name, "workflow");
        var backup = Path.Combine(stage.Folder, "backup");

        Assert.Empty(stage.Good($"Get-DifyWorkspaceApp work | Export-DifyAppDsl -Path '{backup}'").Output);

        var files = Directory.GetFiles(backup);
        Assert.Equal(names.Length, files.Select(Path.GetFileName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(files, file => Assert.Matches(@"^[^<>:""/\\|?*]+ \([0-9a-f]{12}\)\.yml$", Path.GetFileName(file)));
        Assert.DoesNotContain(files, file => Path.GetFileName(file).StartsWith("CON", StringComparison.Ordinal));
        foreach (var app in stage.Dify.State.Apps.ToList())
            stage.Dify.State.RemoveApp(app);
        var restored = stage.Apps($"Import-DifyAppDsl '{backup}/*.yml' work");
        Assert.Equal(names.Select(name => name.Trim()).Order(), restored.Select(app => app.Name).Order());
        Assert.All(restored, app => Assert.Equal(("workflow", AppStage.Name), (app.Mode, app.Workspace)));
    }

    [Fact]
    public async Task Same_app_goes_into_the_same_file_the_next_time()
    {
        await using var stage = await AppStage.SetAsync();
        stage.Add("Cat");
        var first = stage.Good($"Get-DifyWorkspaceApp work | Export-DifyAppDsl -Path '{stage.Folder}/b/' -PassThru").Output.Single();
        var file = Assert.IsType<FileInfo>(first.BaseObject);
        Assert.StartsWith("Cat (", file.Name, StringComparison.Ordinal);
        var id = stage.Dify.State.App("Cat")!.Id;
        stage.Good($"Export-DifyAppDsl -Workspace work -AppId {id} -Path '{stage.Folder}/b'");
        Assert.Equal(file.FullName, Assert.Single(Directory.GetFiles(file.DirectoryName!)));
        Assert.NotEqual(0xEF, File.ReadAllBytes(file.FullName)[0]);
        stage.Bad($"Get-DifyWorkspaceApp work | Export-DifyAppDsl -Path '{stage.Folder}/b' -NoClobber", "FileExists");
        file.IsReadOnly = true;
        stage.Bad($"Export-DifyAppDsl -Workspace work -AppId {id} -Path '{stage.Folder}/b'", "FileReadOnly");
        stage.Good($"Export-DifyAppDsl -Workspace work -AppId {id} -Path '{stage.Folder}/b' -Force");
    }

    [Fact]
    public async Task Second_app_never_goes_into_the_file_of_the_first()
    {
        await using var stage = await AppStage.SetAsync();
        stage.Add("Cat");
        stage.Add("Dog");
        var result = stage.Run($"Get-DifyWorkspaceApp work | Export-DifyAppDsl -Path '{stage.Folder}/one.yml' -PassThru");
        Assert.Equal(("FileTaken", 1), (result.ErrorId, result.Output.Count));
        Assert.Contains("name: Dog", File.ReadAllText(Path.Combine(stage.Folder, "one.yml")));
        stage.ForgetRequests();
        stage.Bad($"Export-DifyAppDsl -Workspace work -AppId {Guid.NewGuid()} -Path '{stage.Folder}/one.txt'", "InvalidArgument");
        stage.Bad($"Export-DifyAppDsl -Workspace work -AppId {Guid.NewGuid()} -Path '{stage.Folder}/none/one.yml'", "FileError");
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task Secrets_are_written_when_somebody_says_so_and_are_warned_of()
    {
        await using var stage = await AppStage.SetAsync();
        var cat = stage.Add("Cat", "workflow");
        var (plain, secret) = (Path.Combine(stage.Folder, "plain.yml"), Path.Combine(stage.Folder, "secret.yml"));
        stage.Good($"Export-DifyAppDsl -Workspace work -AppId {cat.Id} -Path '{plain}'");
        Assert.DoesNotContain("top-secret-value", File.ReadAllText(plain));
        var warned = stage.Good($"Export-DifyAppDsl -Workspace work -AppId {cat.Id} -Path '{secret}' -IncludeSecret 3>&1");
        Assert.Contains("secret variables", Assert.Single(warned.Output).ToString());
        Assert.Contains("top-secret-value", File.ReadAllText(secret));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secret));
    }

    [Fact]
    public async Task Device_connection_exports_and_does_not_import()
    {
        await using var stage = await AppStage.SetAsync();
        await stage.ConnectDeviceAsync();
        stage.Add("Cat");
        stage.Good($"Get-DifyWorkspaceApp device -WarningAction Ignore | Export-DifyAppDsl -Path '{stage.Folder}/cat.yml'");
        Assert.Contains("name: Cat", File.ReadAllText(Path.Combine(stage.Folder, "cat.yml")));
        stage.ForgetRequests();
        stage.Bad($"Import-DifyAppDsl '{stage.Folder}/cat.yml' device", "NotThisWay");
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Import_makes_an_app_or_overwrites_one(string version)
    {
        await using var stage = await AppStage.SetAsync(version);
        var file = Write(stage, "cat.yml", Dsl);

        var made = stage.Apps($"Import-DifyAppDsl '{file}' -Workspace work -Name Tiger").Single();
        Assert.Equal(("Tiger", "chat", true), (made.Name, made.Mode, made.ApiEnabled));
        var over = stage.Apps($"Import-DifyAppDsl '{file}' -Workspace work -AppId {made.AppId}").Single();
        Assert.Equal((made.AppId, "Cat"), (over.AppId, over.Name));
        Assert.Single(stage.Dify.State.Apps);
        stage.Good($"Import-DifyAppDsl '{file}' -Workspace work -AppId {made.AppId} -Name Lion -WhatIf");
        stage.Good($"Import-DifyAppDsl '{file}' -Workspace work -WhatIf");
        Assert.Equal("Cat", Assert.Single(stage.Dify.State.Apps).Name);
    }

    [Fact]
    public async Task Import_takes_addresses_files_of_the_pipeline_and_rows()
    {
        await using var stage = await AppStage.SetAsync();
        var file = Write(stage, "cat [1].yml", Dsl);
        stage.Shell.SetVariable("file", new FileInfo(file));
        Assert.Equal("Cat", Assert.Single(stage.Apps("$file | Import-DifyAppDsl")).Name);
        Assert.Equal("Cat", Assert.Single(stage.Apps($"'{file}' | Import-DifyAppDsl -Workspace work")).Name);
        var cat = stage.Dify.State.Apps[0].Id;
        stage.Good($"[pscustomobject]@{{ Path = 'https://example.com/dsl.yml'; Workspace = 'work'; AppId = '{cat}' }} | Import-DifyAppDsl");
        Assert.Equal("https://example.com/dsl.yml", stage.Dify.State.Apps.Single(app => app.Id == cat).Name);
    }

    [Theory]
    [InlineData("-Force", true)]
    [InlineData("", false)]
    public async Task Dsl_of_another_version_is_confirmed_or_not_imported(string force, bool isImported)
    {
        await using var stage = await AppStage.SetAsync();
        var file = Write(stage, "newer.yml", Dsl.Replace("0.5.0", "9.0.0", StringComparison.Ordinal));
        if (isImported)
        {
            Assert.Equal("Cat", Assert.Single(stage.Apps($"Import-DifyAppDsl '{file}' work {force}")).Name);
        }
        else
        {
            // Nobody is there to be asked.
            var error = stage.Bad($"Import-DifyAppDsl '{file}' work", "DslImportPending");
            Assert.Contains("9.0.0", error.Exception.Message);
            Assert.Contains("-Force", error.ErrorDetails.RecommendedAction);
            Assert.Empty(stage.Dify.State.Apps);
        }
    }

    [Fact]
    public async Task Warnings_and_missing_plugins_are_told()
    {
        await using var stage = await AppStage.SetAsync();
        var older = Dsl.Replace("0.5.0", "0.1.0", StringComparison.Ordinal)
            .Replace("A cat.", "needs:langgenius/openai:0.2.1 needs:langgenius/tavily:1.0.0", StringComparison.Ordinal);
        var result = stage.Good($"Import-DifyAppDsl '{Write(stage, "older.yml", older)}' work 3>&1");
        Assert.Equal("Cat", Assert.IsType<DifyWorkspaceApp>(result.Output[^1].BaseObject).Name);
        var warnings = string.Join("\n", result.Output.Take(2));
        Assert.Contains("0.1.0", warnings);
        Assert.Contains("langgenius/openai:0.2.1, langgenius/tavily:1.0.0", warnings);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Failed_import_is_an_error_with_what_Dify_says(string version)
    {
        await using var stage = await AppStage.SetAsync(version);
        var error = stage.Bad($"Import-DifyAppDsl '{Write(stage, "wrong.yml", "kind: app\n")}' work", "DslImportFailed");
        Assert.Contains("Missing app mode in YAML content.", error.Exception.Message);
        Assert.Contains("wrong.yml", error.Exception.Message);
        stage.Bad($"Import-DifyAppDsl '{Write(stage, "cat.yml", Dsl)}' work -AppId {Guid.NewGuid()}", "WorkspaceAppNotFound");
    }

    [Fact]
    public async Task What_cannot_be_imported_is_refused_before_anything_is_sent()
    {
        await using var stage = await AppStage.SetAsync();
        var cat = Write(stage, "cat.yml", Dsl);
        Write(stage, "empty.yml", " \n");
        File.WriteAllBytes(Path.Combine(stage.Folder, "picture.yml"), [0x89, 0x50, 0x4E, 0x47, 0xFF, 0xFE, 0x00]);
        File.WriteAllBytes(Path.Combine(stage.Folder, "large.yml"), new byte[(10 * 1024 * 1024) + 1]);
        foreach (var file in (string[])["empty.yml", "picture.yml", "large.yml"])
            stage.Bad($"Import-DifyAppDsl '{Path.Combine(stage.Folder, file)}' work", "InvalidArgument");
        stage.Bad($"Import-DifyAppDsl '{stage.Folder}/none.yml' work", "FileError");
        stage.Bad($"Import-DifyAppDsl '{cat}' work -AppId nonsense", "InvalidArgument");
        stage.Bad($"Import-DifyAppDsl '{stage.Folder}/*.yml' work -Name One", "InvalidArgument");
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task File_of_an_older_editor_is_read_by_its_mark()
    {
        await using var stage = await AppStage.SetAsync();
        var file = Path.Combine(stage.Folder, "utf16.yml");
        File.WriteAllText(file, Dsl.Replace("Cat", "Größe", StringComparison.Ordinal), Encoding.Unicode);
        Assert.Equal("Größe", Assert.Single(stage.Apps($"Import-DifyAppDsl '{file}' work")).Name);
    }

    [Fact]
    public async Task Role_that_is_too_low_is_told_before_anything_is_changed()
    {
        await using var stage = await AppStage.SetAsync(role: "normal");
        var cat = stage.Add("Cat");
        stage.Bad($"Export-DifyAppDsl -Workspace work -AppId {cat.Id} -Path '{stage.Folder}'", "WorkspaceRoleTooLow");
        stage.Bad($"Import-DifyAppDsl '{Write(stage, "cat.yml", Dsl)}' work", "WorkspaceRoleTooLow");
        Assert.All(stage.Asked(), one => Assert.Equal("POST /workspaces/current", one));
    }

    private static string Write(Stage stage, string name, string text)
    {
        var file = Path.Combine(stage.Folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}

using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Dify.Simulator;
using DifyPS.Tests.Support;
using DifyPS.Tour.Hosting;
using Xunit;

namespace DifyPS.Tests.Engine;

public sealed class FileTests
{
    [Fact]
    public async Task Many_files_go_up_at_once_each_once_and_in_order_when_asked_for()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Reader");
        for (var i = 10; i < 30; i++)
            File.WriteAllText(Path.Combine(stage.Folder, $"{i}.txt"), $"{i}");
        stage.Shell.SetVariable("folder", stage.Folder);
        var names = stage
            .Good("Send-DifyFile reader \"$folder/*.txt\" -ThrottleLimit 6 -Ordered")
            .Output.Select(o => ((DifyFile)o.BaseObject).FileName)
            .ToList();
        Assert.Equal(Enumerable.Range(10, 20).Select(i => $"{i}.txt"), names);
        Assert.Equal(20, stage.Requests.Count(r => r.Path == "/files/upload"));
        // Once when it was registered, and once for all files.
        Assert.Equal(2, stage.Requests.Count(r => r.Path == "/parameters"));
    }

    [Fact]
    public async Task Files_of_every_form_are_sent_and_their_names_arrive_whole()
    {
        await using var stage = await SetAsync();
        // Windows has no file whose name has a double quote.
        string[] names = ["a.pdf", "b[1].pdf", "猫 und Hund.pdf", OperatingSystem.IsWindows() ? "it's 100% it.pdf" : "it's 100% \"it\".pdf"];
        foreach (var name in names)
            File.WriteAllText(Path.Combine(stage.Folder, name), name);

        var files = stage.Good("$folder.GetFiles('*.pdf') | Send-DifyFile cat").Output.Select(o => (DifyFile)o.BaseObject).ToList();

        Assert.Equal(names.Order(), files.Select(f => f.FileName).Order());
        Assert.Equal(names.Order(), stage.Requests.SelectMany(r => r.Files).Select(f => f.FileName).Order());
        Assert.All(files, f =>
            Assert.Equal(("cat", "alice", "document", "application/pdf", "pdf"), (f.App, f.User, f.Type, f.MimeType, f.Extension))
        );
        Assert.All(files, f => Assert.Equal(Path.Combine(stage.Folder, f.FileName!), f.Path));
        Assert.Single(stage.Requests, r => r.Path == "/parameters");
        Assert.All(stage.Requests.Where(r => r.Path == "/files/upload"), r => Assert.Equal("alice", r.Form["user"]));
    }

    [Theory]
    [InlineData("'b[1].txt'", "b[1].txt")]
    [InlineData("'b`[1`].txt'", "b[1].txt")]
    [InlineData("'?[12].txt'", "b1.txt b2.txt")]
    [InlineData("'b1.txt', 'b2.txt'", "b1.txt b2.txt")]
    [InlineData("'sub/../b1.txt'", "b1.txt")]
    public async Task Paths_are_taken_as_they_are_when_there_is_such_a_file_and_as_patterns_otherwise(string path, string expected)
    {
        await using var stage = await SetAsync();
        Directory.CreateDirectory(Path.Combine(stage.Folder, "sub"));
        Directory.CreateDirectory(Path.Combine(stage.Folder, "c1.txt"));
        foreach (var name in (string[])["b[1].txt", "b1.txt", "b2.txt"])
            File.WriteAllText(Path.Combine(stage.Folder, name), name);
        var files = stage.Good($"Send-DifyFile cat {path}").Output.Select(o => ((DifyFile)o.BaseObject).FileName);
        Assert.Equal(expected, string.Join(' ', files.Order()));
    }

    [Theory]
    [InlineData("Send-DifyFile cat nowhere.txt", "FileError", "nowhere.txt' is not there")]
    [InlineData("Send-DifyFile cat *.nowhere", "FileError", "No file fits '*.nowhere'")]
    [InlineData("Send-DifyFile cat sub", "FileError", "is a folder")]
    [InlineData("Send-DifyFile cat Nowhere:/a.txt", "FileError", "Nowhere:/a.txt' is not there")]
    [InlineData("Send-DifyFile cat env:PATH", "InvalidArgument", "not a path of the file system")]
    [InlineData("Send-DifyFile cat https://a.test/b.txt", "InvalidArgument", "nothing to upload")]
    [InlineData("Send-DifyFile cat a.txt -FileName 'x/y.txt'", "InvalidArgument", "without slashes")]
    [InlineData("Send-DifyFile cat *.txt -FileName y.txt", "InvalidArgument", "single file")]
    [InlineData("Send-DifyFile docs a.txt", "AppKeyRequired", "knowledge key")]
    [InlineData("Save-DifyFile flow 11111111-2222-3333-4444-555555555555", "AppModeMismatch", "Nothing was sent")]
    [InlineData("Save-DifyFile cat 11111111-2222-3333-4444-555555555555 a.txt", "FileExists", "is there already")]
    [InlineData("Save-DifyFile cat 11111111-2222-3333-4444-555555555555 nowhere/a.txt", "FileError", "is not there")]
    [InlineData("Save-DifyFile cat -Url http://files.test/a.txt", "InvalidArgument", "https://")]
    [InlineData("Save-DifyFile cat -Url ftp://files.test/a.txt", "InvalidArgument", "https://")]
    [InlineData("Save-DifyFile cat -Url https://me:pass@files.test/a.txt", "InvalidArgument", "password")]
    public async Task What_cannot_be_is_told_before_anything_is_sent(string command, string id, string message)
    {
        await using var stage = await SetAsync();
        Directory.CreateDirectory(Path.Combine(stage.Folder, "sub"));
        File.WriteAllText(Path.Combine(stage.Folder, "a.txt"), "a");
        File.WriteAllText(Path.Combine(stage.Folder, "b.txt"), "b");
        stage.Register("Flow", "workflow");
        stage.SetKey("docsKey", stage.Dify.State.AddKnowledge().CreateKey());
        stage.Good("Register-DifyApp docs $docsKey -Server $server -User alice");
        stage.ForgetRequests();
        Assert.Contains(message, stage.Bad(command, id).ToString());
        Assert.DoesNotContain(stage.Requests, r => r.Path != "/parameters");
        Assert.Equal("a", File.ReadAllText(Path.Combine(stage.Folder, "a.txt")));
    }

    [Fact]
    public async Task A_file_too_large_is_told_with_both_sizes_and_the_others_go_on()
    {
        await using var stage = await SetAsync();
        using (var large = File.Create(Path.Combine(stage.Folder, "a.png")))
            large.SetLength((10 * 1024 * 1024) + 1);
        File.WriteAllText(Path.Combine(stage.Folder, "b.png"), "small");
        var result = stage.Run("Send-DifyFile cat *.png");
        Assert.Equal("FileTooLarge", result.ErrorId);
        Assert.Contains("10,485,761 bytes", result.Errors[0].ToString());
        Assert.Contains("10 MB (10 MB, 10,485,760 bytes)", result.Errors[0].ToString());
        Assert.Equal("b.png", Assert.Single(result.Output).ToString());
        Assert.Equal("b.png", Assert.Single(stage.Requests, r => r.Path == "/files/upload").Files[0].FileName);
    }

    [Theory]
    [InlineData("Send-DifyFile cat a.txt -WhatIf")]
    [InlineData("Save-DifyFile cat 11111111-2222-3333-4444-555555555555 -WhatIf")]
    [InlineData("Save-DifyFile cat -Url https://files.test/b.txt -WhatIf")]
    public async Task WhatIf_sends_nothing(string command)
    {
        await using var stage = await SetAsync();
        File.WriteAllText(Path.Combine(stage.Folder, "a.txt"), "a");
        stage.ForgetRequests();
        Assert.Contains("What if:", stage.Good(command).Text);
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task A_file_comes_back_as_it_went()
    {
        await using var stage = await SetAsync();
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(Path.Combine(stage.Folder, "Bär.pdf"), bytes);
        stage.Good("$file = Send-DifyFile cat Bär.pdf; $file.User -eq 'alice'");
        Attach(stage);

        Assert.Empty(stage.Good("$file | Save-DifyFile -Path back.pdf").Output);
        var saved = (FileInfo)stage.Good("$file | Save-DifyFile -Path sub -PassThru").Output.Single().BaseObject;

        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(stage.Folder, "back.pdf")));
        Assert.Equal(Path.Combine(stage.Folder, "sub", "Bär.pdf"), saved.FullName);
        Assert.Equal(bytes, File.ReadAllBytes(saved.FullName));
        Assert.Empty(Directory.GetFiles(stage.Folder, "*.tmp", SearchOption.AllDirectories));

        stage.Bad("$file | Save-DifyFile", "FileExists");
        File.WriteAllText(Path.Combine(stage.Folder, "back.pdf"), "other");
        stage.Good("$file | Save-DifyFile -OutFile back.pdf -Force");
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(stage.Folder, "back.pdf")));
    }

    [Fact]
    public async Task A_file_that_is_read_only_is_replaced_by_force_only()
    {
        await using var stage = await SetAsync();
        File.WriteAllText(Path.Combine(stage.Folder, "a.pdf"), "%PDF");
        stage.Good("$file = Send-DifyFile cat a.pdf");
        Attach(stage);
        var path = Path.Combine(stage.Folder, "back.pdf");
        File.WriteAllText(path, "old");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        stage.ForgetRequests();
        stage.Bad("$file | Save-DifyFile -Path back.pdf", "FileExists");
        Assert.DoesNotContain(
            "-Force",
            stage.Bad("Invoke-DifyRestMethod cat info -OutFile back.pdf", "FileReadOnly").ErrorDetails.RecommendedAction
        );
        Assert.Empty(stage.Requests);
        stage.Good("$file | Save-DifyFile -Path back.pdf -Force");
        Assert.Equal("%PDF", File.ReadAllText(path));
        stage.Good("Invoke-DifyRestMethod cat info -OutFile back.pdf");
        Assert.Contains("Cat", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("Save-DifyFile cat -Url $server/info -Path x")]
    [InlineData("Invoke-DifyRestMethod cat info -OutFile x")]
    [InlineData("Invoke-DifyRestMethod cat files/upload -InFile x")]
    [InlineData("Invoke-DifyChat cat hi -Checkpoint x")]
    [InlineData("Export-DifyConversation cat 11111111-1111-4111-8111-111111111111 -Path x.md")]
    [InlineData("Measure-DifyUsage cat -Html x.html")]
    public async Task A_path_of_something_else_than_files_is_told_as_that(string command)
    {
        await using var stage = await SetAsync();
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation("Env:\\");
        Assert.Contains("file system", stage.Bad(command, "InvalidArgument").ToString());
        Assert.Empty(stage.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_download_that_breaks_leaves_what_was_there(bool force)
    {
        await using var stage = await SetAsync();
        File.WriteAllBytes(Path.Combine(stage.Folder, "a.pdf"), new byte[500_000]);
        stage.Good("$file = Send-DifyFile cat a.pdf");
        Attach(stage);
        if (force)
            File.WriteAllText(Path.Combine(stage.Folder, "back.pdf"), "before");
        using (
            stage.Dify.Faults.Add(
                new Dify.Simulator.Fault
                {
                    Path = "/files/*/preview",
                    Kind = Dify.Simulator.FaultKind.Drop,
                    AfterBytes = 200_000,
                }
            )
        )
        {
            Assert.Contains(
                "before it was whole",
                stage.Bad($"$file | Save-DifyFile -Path back.pdf -Force:${force}", "StreamBroken").ToString()
            );
        }
        Assert.Equal(force, File.Exists(Path.Combine(stage.Folder, "back.pdf")));
        Assert.Empty(Directory.GetFiles(stage.Folder, "*.tmp"));
    }

    [Fact]
    public async Task A_file_that_no_message_has_is_an_error_of_its_item()
    {
        await using var stage = await SetAsync();
        File.WriteAllText(Path.Combine(stage.Folder, "a.txt"), "a");
        var error = stage.Bad("$file = Send-DifyFile cat a.txt; $file | Save-DifyFile -Path b.txt", "file_not_found");
        Assert.Equal(error.TargetObject.ToString(), stage.Run("$file.FileId").Output.Single().ToString());
        Assert.False(File.Exists(Path.Combine(stage.Folder, "b.txt")));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("relative")]
    public async Task An_address_never_gets_the_key(string form)
    {
        await using var stage = await SetAsync();
        var url = form == "http" ? stage.Server + "/info?sign=x" : "/v1/info?sign=x";
        var error = stage.Bad($"Save-DifyFile cat -Url {url}", "unauthorized");
        var request = Assert.Single(stage.Requests);
        Assert.Equal("/v1/info?sign=x", request.Target);
        Assert.False(request.Headers.ContainsKey("Authorization"));
        Assert.DoesNotContain("sign=x", error.ToString());
        stage.Dify.Requests.Clear();
    }

    [Theory]
    [InlineData("$file.SourceUrl")]
    [InlineData("$file.SourceUrl.Substring($server.Length - 3)")]
    public async Task A_file_comes_from_its_signed_address(string url)
    {
        await using var stage = await SetAsync();
        File.WriteAllText(Path.Combine(stage.Folder, "a.pdf"), "%PDF");
        stage.Good("$file = Send-DifyFile cat a.pdf");
        var saved = (FileInfo)stage.Good($"[pscustomobject]@{{ Url = {url} }} | Save-DifyFile cat -PassThru").Output.Single().BaseObject;
        Assert.Equal(("file-preview.pdf", "%PDF"), (saved.Name, File.ReadAllText(saved.FullName)));
        Assert.False(stage.Requests[^1].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task Views_are_narrow()
    {
        await using var stage = await SetAsync();
        File.WriteAllText(Path.Combine(stage.Folder, "a.txt"), "a");
        var text = stage.Shell.Show("Set-StrictMode -Version Latest; Send-DifyFile cat a.txt").Text;
        Assert.Contains("document", text);
        Assert.Contains("1 B a.txt", text);
    }

    internal static void Attach(Stage stage)
    {
        stage.Good("""
            $null = Invoke-DifyRestMethod cat chat-messages -Body @{ query = 'hi'; inputs = @{}; user = $file.User; response_mode = 'blocking'
                files = @(@{ type = $file.Type; transfer_method = 'local_file'; upload_file_id = $file.FileId }) }
            """);
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        stage.Register("Cat");
        Directory.CreateDirectory(Path.Combine(stage.Folder, "sub"));
        stage.Shell.SetVariable("folder", new DirectoryInfo(stage.Folder));
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        stage.ForgetRequests();
        return stage;
    }
}

using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Dify.Client;
using Dify.Client.Apps;
using Dify.Client.Files;
using DifyPS.Common;
using DifyPS.Runs.Files;
using DifyPS.Runs.Inputs;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

/// <summary>Files as the run cmdlets take them: what each form becomes in a request.</summary>
public sealed class FileSourceTests
{
    [Theory]
    [InlineData("https://a.test/x/cat%20photo.png?sign=1", "image", "cat photo.png")]
    [InlineData("HTTP://a.test/song.mp3", "audio", "song.mp3")]
    public async Task An_address_is_passed_on(string url, string type, string name)
    {
        foreach (var value in (object[])[url, PSObject.AsPSObject(url), new Uri(url)])
        {
            var source = Assert.Single(FileSource.From(value, null!));
            Assert.Equal((name, url, null), (source.Name, source.Url, source.Path));
            var reference = await SendAsync(source);
            Assert.Equal(
                (type, "remote_url", url, null),
                (reference.Type, reference.TransferMethod, reference.Url, reference.UploadFileId)
            );
        }
    }

    [Fact]
    public async Task Difys_own_form_goes_out_as_it_is()
    {
        var local = new Hashtable { ["type"] = "custom", ["transfer_method"] = "local_file", ["upload_file_id"] = "f1" };
        var reference = await SendAsync(Assert.Single(FileSource.From(local, null!)));
        Assert.Equal(
            ("custom", "local_file", null, "f1"),
            (reference.Type, reference.TransferMethod, reference.Url, reference.UploadFileId)
        );

        var remote = new PSObject();
        foreach (
            var (name, value) in (ReadOnlySpan<(string, string)>)
                [("type", "video"), ("transfer_method", "remote_url"), ("url", "https://a.test/watch")]
        )
        {
            remote.Properties.Add(new PSNoteProperty(name, value));
        }

        reference = await SendAsync(Assert.Single(FileSource.From(remote, null!)));
        Assert.Equal(("video", "remote_url", "https://a.test/watch"), (reference.Type, reference.TransferMethod, reference.Url));

        var untyped = new Hashtable { ["url"] = "https://a.test/a.pdf" };
        Assert.Equal("document", (await SendAsync(Assert.Single(FileSource.From(untyped, null!)))).Type);
    }

    [Fact]
    public void What_stands_for_no_file_is_told()
    {
        object?[] values =
        [
            null, "", 5, new object(), new Hashtable(), new Hashtable { ["type"] = "image", ["upload_file_id"] = "" },
            new Hashtable { ["type"] = "image", ["transfer_method"] = "remote_url", ["url"] = "ftp://a" },
            new Hashtable { ["type"] = "image", ["transfer_method"] = "other", ["url"] = "https://a.test/a" },
            new Hashtable { ["upload_file_id"] = "f1" }, "https://",
        ];
        Assert.All(values, value => Assert.Throws<ArgumentException>(() => FileSource.From(value, null!)));
        Assert.Throws<FileNotFoundException>(() => FileSource.From(new FileInfo("/no/where"), null!));
        Assert.Throws<IOException>(() => FileSource.From(new DirectoryInfo("/"), null!));
    }

    [Fact]
    public async Task A_literal_path_names_one_file_and_no_pattern()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Shell.SetVariable("folder", stage.Folder);
        File.WriteAllText(Path.Combine(stage.Folder, "a1.pdf"), "pattern");
        var bracketed = Path.Combine(stage.Folder, "a[1].pdf");

        // Before it is there, its name fits another file.
        stage.Bad("Send-DifyFile cat -LiteralPath \"$folder/a[1].pdf\"", "FileError");
        Assert.Equal("a1.pdf", stage.Good("Send-DifyFile cat \"$folder/a[1].pdf\" | ForEach-Object FileName").Output.Single().ToString());
        File.WriteAllText(bracketed, "literal");
        foreach (
            var command in (string[])
                [
                    "Send-DifyFile cat -LiteralPath \"$folder/a[1].pdf\"",
                    "Send-DifyFile cat \"$folder/a[1].pdf\"",
                    "[System.IO.FileInfo]\"$folder/a[1].pdf\" | Send-DifyFile cat",
                ]
        )
        {
            Assert.Equal("a[1].pdf", stage.Good(command + " | ForEach-Object FileName").Output.Single().ToString());
        }
    }

    [Fact]
    public async Task A_checkpoint_and_an_export_have_the_names_that_were_given()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        stage.Shell.SetVariable("folder", stage.Folder);

        stage.Good(
            "$c = 'a', 'b' | Invoke-DifyChat cat -Checkpoint \"$folder/run[1].jsonl\"; $c[0] | Export-DifyConversation -Path \"$folder/talk[1].md\""
        );
        stage.Good(
            "$c[0] | Export-DifyConversation -Path \"$folder/talk[1].md\"; Invoke-DifyRestMethod cat info -OutFile \"$folder/info[1].json\""
        );
        File.Copy(Path.Combine(stage.Folder, "run[1].jsonl"), Path.Combine(stage.Folder, "run1.jsonl"));
        File.AppendAllText(Path.Combine(stage.Folder, "run1.jsonl"), string.Empty);

        Assert.True(File.Exists(Path.Combine(stage.Folder, "talk[1].md")));
        Assert.True(File.Exists(Path.Combine(stage.Folder, "info[1].json")));
        foreach (var path in (string[])["-Path", "-LiteralPath"])
            Assert.Equal(2, stage.Good($"Get-DifyCheckpoint {path} \"$folder/run[1].jsonl\"").Output.Count);
        File.Delete(Path.Combine(stage.Folder, "run[1].jsonl"));
        Assert.Equal(2, stage.Good("Get-DifyCheckpoint \"$folder/run[1].jsonl\"").Output.Count);
        stage.Bad("Get-DifyCheckpoint -LiteralPath \"$folder/run[1].jsonl\"", "FileError");
    }

    [Fact]
    public void A_list_that_holds_itself_is_told()
    {
        var list = new ArrayList();
        list.Add(list);
        Assert.Throws<ArgumentException>(() => FileTable.Flatten(list));
        Assert.Throws<ArgumentException>(() => FileTable.Flatten(new object[] { PSObject.AsPSObject(list) }));
        Assert.Equal(
            ["a", "b"],
            FileTable.Flatten(new object?[] { "a", null, "", new object[] { PSObject.AsPSObject("b") } })
        );
    }

    [Fact]
    public async Task An_upload_is_used_again_by_its_own_app_and_user_only()
    {
        await using var stage = await Stage.SetAsync();
        stage.Register("Cat");
        File.WriteAllText(Path.Combine(stage.Folder, "a.pdf"), "a");
        stage.Shell.SetVariable("path", Path.Combine(stage.Folder, "a.pdf"));
        var file = stage.Good("Send-DifyFile cat $path").Output.Single();
        var source = Assert.Single(FileSource.From(file, null!));

        var reference = await SendAsync(source);
        Assert.Equal(
            ("document", "local_file", ((DifyFile)file.BaseObject).FileId),
            (reference.Type, reference.TransferMethod, reference.UploadFileId)
        );
        Assert.Equal("FileOfAnotherUser", (await Assert.ThrowsAsync<DifyCommandException>(() => SendAsync(source, user: "bob"))).ErrorId);
        Assert.Equal("FileOfAnotherApp", (await Assert.ThrowsAsync<DifyCommandException>(() => SendAsync(source, app: "dog"))).ErrorId);
    }

    private static Task<FileReference> SendAsync(FileSource source, string app = "cat", string user = "alice")
    {
        var client = new DifyClient(DifyServer.Create("https://dify.test"), ApiKey.FromString(Canary.NewKey()));
        return new FileSender(null!, client, Sample.Binding(app), user).SendAsync(source, null, new AppParameters(), default);
    }
}

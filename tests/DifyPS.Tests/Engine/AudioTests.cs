using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DifyPS.Tests.Support;
using Xunit;

namespace DifyPS.Tests.Engine;

public sealed class AudioTests
{
    [Fact]
    public async Task Speech_becomes_text_and_the_text_a_message()
    {
        await using var stage = await SetAsync();
        File.WriteAllText(Path.Combine(stage.Folder, "q[1].mp3"), "ID3");
        File.WriteAllText(Path.Combine(stage.Folder, "q2.M4A"), "sound");
        var heard = stage
            .Good("$folder.GetFiles() | Where-Object Name -Like q* | ConvertFrom-DifyAudio cat")
            .Output.Select(o => (DifyTranscript)o.BaseObject)
            .ToList();
        Assert.Equal(
            ["Cat heard q2.M4A: 5 bytes", "Cat heard q[1].mp3: 3 bytes"],
            heard.Select(t => t.Text).Order(System.StringComparer.Ordinal)
        );
        Assert.All(heard, t => Assert.Equal(("cat", t.Text), (t.App, t.ToString())));
        Assert.Equal(["audio/m4a", "audio/mp3"], stage.Requests.SelectMany(r => r.Files).Select(f => f.ContentType).Order());
        Assert.All(stage.Requests, r => Assert.Equal("alice", r.Form["user"]));
        Assert.Equal(
            "Cat here: you said 'Cat heard q2.M4A: 5 bytes'",
            stage.Good("ConvertFrom-DifyAudio cat q2.M4A | Invoke-DifyChat").Output.Single().ToString()
        );
    }

    [Theory]
    [InlineData("ConvertFrom-DifyAudio cat a.txt", "FileTypeNotTaken", "mp3, mpga, m4a, wav, amr")]
    [InlineData("ConvertFrom-DifyAudio cat large.wav", "FileTooLarge", "31,457,281 bytes")]
    [InlineData("ConvertFrom-DifyAudio cat no.wav", "FileError", "is not there")]
    [InlineData("ConvertFrom-DifyAudio cat https://a.test/b.wav", "InvalidArgument", "save it first")]
    [InlineData("ConvertTo-DifyAudio cat hello a.txt", "FileExists", "there already")]
    [InlineData("ConvertTo-DifyAudio cat hello nowhere/a.mp3", "FileError", "is not there")]
    public async Task What_cannot_be_is_told_before_anything_is_sent(string command, string id, string message)
    {
        await using var stage = await SetAsync();
        File.WriteAllText(Path.Combine(stage.Folder, "a.txt"), "a");
        using (var large = File.Create(Path.Combine(stage.Folder, "large.wav")))
            large.SetLength((30 * 1024 * 1024) + 1);
        Assert.Contains(message, stage.Bad(command, id).ToString());
        Assert.Empty(stage.Requests);
    }

    [Fact]
    public async Task Text_and_messages_are_said_aloud()
    {
        await using var stage = await SetAsync();
        var file = (FileInfo)stage.Good("'Guten Tag' | ConvertTo-DifyAudio cat -OutFile a.mp3 -Voice nova").Output.Single().BaseObject;
        Assert.Equal(Path.Combine(stage.Folder, "a.mp3"), file.FullName);
        Assert.Equal("ID3nova: Guten Tag", File.ReadAllText(file.FullName));

        stage.Good("Invoke-DifyChat cat hi -User bob | ConvertTo-DifyAudio -OutFile a.mp3 -Force");
        Assert.Equal("ID3alloy: Cat here: you said 'hi'", File.ReadAllText(file.FullName));
        Assert.Equal("bob", (string?)stage.Requests[^1].Json!["user"]);

        var named = (FileInfo)stage.Good("ConvertTo-DifyAudio cat hello .").Output.Single().BaseObject;
        Assert.Equal("speech.mp3", named.Name);
    }

    [Theory]
    [InlineData("audio/aac", "aac")]
    [InlineData("audio/flac", "flac")]
    [InlineData("audio/mp4", "m4a")]
    [InlineData("audio/mpeg", "mp3")]
    [InlineData("audio/ogg", "ogg")]
    [InlineData("audio/wav", "wav")]
    [InlineData("audio/webm", "webm")]
    [InlineData("audio/ogg; codecs=opus", "ogg")]
    public async Task The_ending_of_a_sound_file_follows_its_type_unless_a_name_was_given(string type, string ending)
    {
        await using var stage = await SetAsync();
        stage.Dify.State.Apps.Single().SpeechType = type;
        Assert.Equal("speech." + ending, ((FileInfo)stage.Good("ConvertTo-DifyAudio cat hello .").Output.Single().BaseObject).Name);
        Assert.Equal("said.mp3", ((FileInfo)stage.Good("ConvertTo-DifyAudio cat hello said.mp3").Output.Single().BaseObject).Name);
    }

    [Theory]
    [InlineData("ConvertFrom-DifyAudio dog a.wav", "speech_to_text_disabled")]
    [InlineData("ConvertTo-DifyAudio dog hello b.mp3", "invalid_param")]
    public async Task What_is_switched_off_is_Difys_error(string command, string id)
    {
        await using var stage = await SetAsync();
        stage.Register("Dog");
        File.WriteAllText(Path.Combine(stage.Folder, "a.wav"), "a");
        stage.Bad(command, id);
        Assert.False(File.Exists(Path.Combine(stage.Folder, "b.mp3")));
    }

    [Fact]
    public async Task A_view_shows_the_text()
    {
        await using var stage = await SetAsync();
        File.WriteAllText(Path.Combine(stage.Folder, "a.wav"), "a");
        Assert.Matches(
            @"a\.wav +Cat heard a\.wav",
            stage.Shell.Show("Set-StrictMode -Version Latest; ConvertFrom-DifyAudio cat a.wav").Text
        );
    }

    private static async Task<Stage> SetAsync()
    {
        var stage = await Stage.SetAsync();
        stage.Register("Cat", configure: app =>
        {
            app.Parameters["speech_to_text"]!["enabled"] = true;
            app.Parameters["text_to_speech"]!["enabled"] = true;
            app.Parameters["text_to_speech"]!["voice"] = "alloy";
        });
        stage.Shell.SetVariable("folder", new DirectoryInfo(stage.Folder));
        stage.Shell.Runspace.SessionStateProxy.Path.SetLocation(stage.Folder);
        stage.ForgetRequests();
        return stage;
    }
}

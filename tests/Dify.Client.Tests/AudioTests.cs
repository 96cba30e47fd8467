using System;
using System.IO;
using System.Net;
using System.Threading.Tasks;
using Dify.Client.Audio;
using Dify.Client.Files;
using Dify.Client.Tests.Fakes;
using Xunit;
using static Dify.Client.Tests.Fakes.Streams;

namespace Dify.Client.Tests;

public sealed class AudioTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dify-audio-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.mp3", "audio/mp3")]
    [InlineData("a.MPGA", "audio/mpga")]
    [InlineData("a.m4a", "audio/m4a")]
    [InlineData("a.wav", "audio/wav")]
    [InlineData("a.amr", "audio/amr")]
    public async Task Sound_goes_out_under_the_types_that_Dify_takes(string name, string type)
    {
        var server = new FakeServer().Answer(FakeServer.Json("""{"text":"Hello."}"""));
        Assert.Equal(
            "Hello.",
            await server.Client().Audio.ToTextAsync(new FileUpload { Path = Write(name) }, "ann", cancellationToken: Token)
        );
        Assert.Equal(("POST", "/v1/audio-to-text"), (server.Last.Method, server.Last.Uri.AbsolutePath));
        Assert.Contains("Content-Type: " + type + "\r\n", server.Last.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_sent_of_what_cannot_be()
    {
        var server = new FakeServer();
        var audio = server.Client().Audio;
        await Assert.ThrowsAsync<ArgumentException>(() =>
            audio.ToTextAsync(new FileUpload { Path = Write("a.ogg") }, "ann", cancellationToken: Token)
        );
        await Assert.ThrowsAsync<ArgumentException>(() => audio.ToSpeechAsync(new SpeechRequest { User = "ann" }, Token));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            audio.ToSpeechAsync(
                new SpeechRequest
                {
                    User = "ann",
                    Text = "a",
                    MessageId = "b",
                },
                Token
            )
        );
        await Assert.ThrowsAsync<ArgumentException>(() => audio.ToSpeechAsync(new SpeechRequest { User = "", Text = "a" }, Token));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("Hi \"Ann\"", null, null, """{"text":"Hi \"Ann\"","user":"ann"}""")]
    [InlineData(null, "m1", "nova", """{"message_id":"m1","user":"ann","voice":"nova"}""")]
    public async Task Text_or_a_message_is_said_aloud(string? text, string? message, string? voice, string body)
    {
        var server = new FakeServer().Answer(FakeServer.Body("sound", "audio/mpeg", HttpStatusCode.OK));
        using var sound = await server
            .Client()
            .Audio.ToSpeechAsync(
                new SpeechRequest
                {
                    Text = text,
                    MessageId = message,
                    Voice = voice,
                    User = "ann",
                },
                Token
            );
        Assert.Equal(("POST", "/v1/text-to-audio", body), (server.Last.Method, server.Last.Uri.AbsolutePath, server.Last.Body));
        Assert.Equal("audio/mpeg", sound.ContentType);
        using var reader = new StreamReader(sound.Stream);
        Assert.Equal("sound", await reader.ReadToEndAsync(Token));
    }

    private string Write(string name)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "sound");
        return path;
    }
}

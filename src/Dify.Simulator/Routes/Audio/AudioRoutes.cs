using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Dify.Simulator.Routes.Files;
using Microsoft.AspNetCore.Http;

namespace Dify.Simulator.Routes.Audio;

/// <summary>Speech to text, and text to speech.</summary>
internal static class AudioRoutes
{
    private const long LargestFile = 30L * 1024 * 1024;

    private static readonly string[] Types = ["audio/mp3", "audio/m4a", "audio/wav", "audio/amr", "audio/mpga"];

    public static void Add(RouteMap map)
    {
        map.App("POST", "/audio-to-text", ListenAsync);
        map.App("POST", "/text-to-audio", SpeakAsync);
    }

    private static async Task ListenAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var form = call.Context.Request.HasFormContentType ? await Upload.ReadFormAsync(call) : null;
        if (!IsOn(app, "speech_to_text"))
            throw new DifyError(400, "speech_to_text_disabled", "Speech to text is disabled.");

        var file =
            form?.Files.Count == 1 && form.Files[0].Name == "file"
                ? form.Files[0]
                : throw new DifyError(400, "no_audio_uploaded", "Please upload your audio.");
        if (call.State.RejectUnknown && form.Keys.Any(name => name != "user"))
            throw DifyError.InvalidParam("The form has a field that is not a parameter of this operation.");

        if (!Types.Contains(file.ContentType))
            throw new DifyError(415, "unsupported_audio_type", "Audio type not allowed.");

        if (file.Length > LargestFile)
            throw new DifyError(413, "audio_too_large", "Audio size larger than 30 mb");

        await call.ReplyAsync(new JsonObject { ["text"] = app.Transcript ?? $"{app.Name} heard {file.FileName}: {file.Length} bytes" });
    }

    /// <summary>The sound is the text itself, behind the mark of an mp3 file: enough to see that it arrived.</summary>
    private static async Task SpeakAsync(ApiCall call, SimulatedApp app)
    {
        call.Query();
        var body = call.Body("message_id", "text", "user", "voice", "streaming");
        body.OptionalText("user");
        body.Flag("streaming", false);
        if (!IsOn(app, "text_to_speech"))
            throw DifyError.InvalidParam("TTS is not enabled");

        var voice = body.OptionalText("voice") is { Length: > 0 } named ? named : (string?)app.Parameters["text_to_speech"]?["voice"];
        var text = body.OptionalText("text");
        if (body.OptionalId("message_id") is { } id)
            text = app.Conversations.Messages.FirstOrDefault(message => message.Id == id)?.Answer;

        if (string.IsNullOrEmpty(text))
            throw DifyError.InvalidParam("Text is required");

        if (string.IsNullOrEmpty(voice))
            throw DifyError.InvalidParam("Sorry, no voice available.");

        call.Context.Response.ContentType = app.SpeechType;
        await call.Context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"ID3{voice}: {text}"), call.Aborted);
    }

    private static bool IsOn(SimulatedApp app, string feature) => (bool?)app.Parameters[feature]?["enabled"] == true;
}

using System.Text.Json.Serialization;

namespace Dify.Client.Audio;

/// <summary>What was said: what <c>POST /audio-to-text</c> answers.</summary>
internal sealed class Transcript
{
    [JsonInclude]
    public string? Text { get; internal set; }
}
